"""Gateways answer to named hosts."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered

ANY = frozenset({"*", "*/*", "./*"})


def _check(props: Props) -> str | None:

    def fault(label: str, server: Props) -> str | None:
        if not ANY.isdisjoint(items(server, "hosts")):
            return f"{label} answers to any name"
        return None

    return fault_in(numbered(items(props, "spec.servers"), "servers"), fault)


RULE = Rule(
    name="istio_gateway_names_its_hosts",
    title="Gateways answer to named hosts.",
    resource_types=frozenset({"kubernetes:networking.istio.io/v1:Gateway"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.NETWORK_BOUNDARY}),
    remediation="Name the hosts.",
    link="https://istio.io/latest/docs/ops/best-practices/security/#avoid-overly-broad-hosts-configurations",
)
