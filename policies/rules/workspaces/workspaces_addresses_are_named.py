"""Desktops are reached from named networks."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value

ANYWHERE = frozenset({"0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1"})


def _check(props: Props) -> str | None:

    def fault(label: str, rule: Props) -> str | None:
        if value(rule, "source") in ANYWHERE:
            return f"{label} lets everybody in"
        return None

    return fault_in(numbered(items(props, "rules"), "rules"), fault)


RULE = Rule(
    name="workspaces_addresses_are_named",
    title="Desktops are reached from named networks.",
    resource_types=frozenset({"aws:workspaces/ipGroup:IpGroup"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.PUBLIC_ACCESS}),
    remediation="Name the networks in rules.",
    link="https://docs.aws.amazon.com/workspaces/latest/adminguide/amazon-workspaces-ip-access-control-groups.html",
)
