"""Gateways require TLS 1.2 and, where they end it themselves, forward secrecy.

Left to itself a gateway takes AES256-GCM-SHA384 and AES128-GCM-SHA256 of TLS 1.2 too, whose keys are sent under the
certificate's (Istio, `pilot/pkg/security/authn/utils`, `SupportedCiphers`). All of TLS 1.3 is forward-secret.
"""

from policies.lists import every, fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value

MODERN = frozenset({"TLSV1_2", "TLSV1_3"})
ENDS_TLS = frozenset({"SIMPLE", "MUTUAL", "OPTIONAL_MUTUAL"})


def _check(props: Props) -> str | None:

    def fault(label: str, server: Props) -> str | None:
        if value(server, "tls.minProtocolVersion", "TLSV1_2") not in MODERN:
            return f"{label} takes outdated versions of TLS"
        if value(server, "tls.mode") not in ENDS_TLS or value(server, "tls.minProtocolVersion") == "TLSV1_3":
            return None
        ciphers = value(server, "tls.cipherSuites", [])
        if not ciphers or not every(ciphers, lambda cipher: str(cipher).startswith("ECDHE-")):
            return f"{label} takes ciphers without forward secrecy"
        return None

    return fault_in(numbered(items(props, "spec.servers"), "servers"), fault)


RULE = Rule(
    name="istio_gateway_tls_is_modern",
    title="Gateways require TLS 1.2 with forward secrecy.",
    resource_types=frozenset({"kubernetes:networking.istio.io/v1:Gateway"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set tls.minProtocolVersion to TLSV1_3, or list ECDHE ciphers alone in tls.cipherSuites.",
    link="https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSProtocol",
)
