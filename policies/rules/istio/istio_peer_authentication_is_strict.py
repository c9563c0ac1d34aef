"""The mesh takes no plain text."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "spec.mtls.mode") != "STRICT":
        return "plain text is taken"
    ports = value(props, "spec.portLevelMtls", {})
    lax = sum(value(ports[port], "mode") != "STRICT" for port in ports)
    return f"plain text is taken on {lax} of the ports in portLevelMtls" if lax else None


RULE = Rule(
    name="istio_peer_authentication_is_strict",
    title="The mesh takes no plain text.",
    resource_types=frozenset({"kubernetes:security.istio.io/v1:PeerAuthentication"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set mtls.mode to STRICT and leave portLevelMtls out.",
    link="https://istio.io/latest/docs/reference/config/security/peer_authentication/",
)
