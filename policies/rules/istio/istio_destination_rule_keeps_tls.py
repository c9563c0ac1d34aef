"""Calls within the mesh stay encrypted."""

from policies.lists import labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, together, value


def _check(props: Props) -> str | None:
    policies = together([("spec", value(props, "spec"))], numbered(items(props, "spec.subsets"), "subsets"))
    plain = labels(policies, lambda each: value(each, "trafficPolicy.tls.mode") == "DISABLE")
    return f"{', '.join(plain)} sends plain text" if plain else None


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
