"""Gateways are encrypted."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value

PLAIN = frozenset({"GRPC", "HTTP", "HTTP2", "MONGO", "TCP"})


def _check(props: Props) -> str | None:

    def fault(label: str, server: Props) -> str | None:
        if value(server, "port.protocol") in PLAIN and value(server, "tls.httpsRedirect") is not True:
            return f"{label} takes plain text"
        return None

    return fault_in(numbered(items(props, "spec.servers"), "servers"), fault)


RULE = Rule(
    name="istio_gateway_requires_tls",
    title="Gateways are encrypted.",
    resource_types=frozenset({"kubernetes:networking.istio.io/v1:Gateway"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set the port's protocol to HTTPS or TLS, or tls.httpsRedirect to true.",
    link="https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/",
)
