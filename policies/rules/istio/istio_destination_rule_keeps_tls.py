"""Calls within the mesh stay encrypted."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value


def _check(props: Props) -> str | None:
    policies = [("trafficPolicy", value(props, "spec.trafficPolicy"))]
    for label, subset in numbered(items(props, "spec.subsets"), "subsets"):
        policies.append((label, value(subset, "trafficPolicy")))
    for label, policy in policies:
        if value(policy, "tls.mode") == "DISABLE":
            return f"{label} sends plain text"
    return None


RULE = Rule(
    name="istio_destination_rule_keeps_tls",
    title="Calls within the mesh stay encrypted.",
    resource_types=frozenset({"kubernetes:networking.istio.io/v1:DestinationRule"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set tls.mode to ISTIO_MUTUAL.",
    link="https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings",
)
