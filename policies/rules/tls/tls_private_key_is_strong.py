"""Keys are strong."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least, value

CURVES = frozenset({"P256", "P384", "P521"})
RSA_BITS = 3072
"""128 bits of security (NIST SP 800-57 Part 1, table 2)."""


def _check(props: Props) -> str | None:
    algorithm = props.get("algorithm")
    if algorithm == "RSA" and not at_least(value(props, "rsaBits", 2048), RSA_BITS):
        return f"it has less than {RSA_BITS} bits"
    if algorithm == "ECDSA" and value(props, "ecdsaCurve", "P224") not in CURVES:
        return "its curve is too weak for what outlives 2030"
    return None


RULE = Rule(
    name="tls_private_key_is_strong",
    title="Keys are strong.",
    resource_types=frozenset({"tls:index/privateKey:PrivateKey"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CERTIFICATE_MANAGEMENT, Objective.KEY_MANAGEMENT}),
    remediation="Set algorithm to ED25519, ecdsaCurve to P384 or rsaBits to 3072 or more.",
    link="https://www.pulumi.com/registry/packages/tls/api-docs/privatekey/",
    sources=("NIST SP 800-57 Part 1",),
)
