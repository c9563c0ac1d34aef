"""The mesh takes no plain text."""

from policies.answers import fault_among
from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    def is_lax() -> bool:
        ports = value(props, "spec.portLevelMtls", {})
        return some(ports, lambda port: value(ports[port], "mode") != "STRICT")

    return fault_among(
        ("plain text is taken", lambda: value(props, "spec.mtls.mode") != "STRICT"),
        ("plain text is taken on a port in portLevelMtls", is_lax),
    )


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
