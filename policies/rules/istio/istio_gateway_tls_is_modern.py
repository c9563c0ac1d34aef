"""Gateways require TLS 1.2."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value

MODERN = frozenset({"TLSV1_2", "TLSV1_3"})


def _check(props: Props) -> str | None:

    def fault(label: str, server: Props) -> str | None:
        if value(server, "tls.minProtocolVersion", "TLSV1_2") not in MODERN:
            return f"{label} takes outdated versions of TLS"
        return None

    return fault_in(numbered(items(props, "spec.servers"), "servers"), fault)


RULE = Rule(
    name="istio_gateway_tls_is_modern",
    title="Gateways require TLS 1.2.",
    resource_types=frozenset({"kubernetes:networking.istio.io/v1:Gateway"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set tls.minProtocolVersion to TLSV1_3 or leave it out.",
    link="https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSProtocol",
)
