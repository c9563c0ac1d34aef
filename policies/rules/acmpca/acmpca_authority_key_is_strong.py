"""Private authorities sign with strong keys."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

STRONG = frozenset(
    {
        "EC_prime256v1",
        "EC_secp384r1",
        "EC_secp521r1",
        "ML_DSA_44",
        "ML_DSA_65",
        "ML_DSA_87",
        "RSA_3072",
        "RSA_4096",
        "SM2",
    }
)
"""128 bits of security or more (NIST SP 800-57 Part 1, table 2): an authority outlives 2030."""


def _check(props: Props) -> str | None:
    if value(props, "certificateAuthorityConfiguration.keyAlgorithm") not in STRONG:
        return "its key is too weak for what outlives 2030"
    return None


RULE = Rule(
    name="acmpca_authority_key_is_strong",
    title="Private authorities sign with strong keys.",
    resource_types=frozenset({"aws:acmpca/certificateAuthority:CertificateAuthority"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CERTIFICATE_MANAGEMENT, Objective.KEY_MANAGEMENT}),
    remediation="Set keyAlgorithm to EC_secp384r1, RSA_4096 or ML_DSA_65.",
    link="https://docs.aws.amazon.com/privateca/latest/APIReference/API_CertificateAuthorityConfiguration.html",
    sources=("NIST SP 800-57 Part 1",),
)
