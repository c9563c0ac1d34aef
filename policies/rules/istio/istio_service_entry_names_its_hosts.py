"""The mesh reaches named hosts outside."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if "*" in items(props, "spec.hosts"):
        return "it lets pods reach any host"
    return None


RULE = Rule(
    name="istio_service_entry_names_its_hosts",
    title="The mesh reaches named hosts outside.",
    resource_types=frozenset({"kubernetes:networking.istio.io/v1:ServiceEntry"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.EGRESS_CONTROL}),
    remediation="Name the hosts.",
    link="https://istio.io/latest/docs/tasks/traffic-management/egress/egress-control/",
)
