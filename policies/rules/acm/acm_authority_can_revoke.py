"""A private authority says which of its certificates no longer hold, and its own key is strong.

AWS Private CA User Guide, "Plan your AWS Private CA certificate revocation method".
"""

from policies.lists import first, some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

STRONG = frozenset({"EC_prime256v1", "EC_secp384r1", "EC_secp521r1", "RSA_2048", "RSA_3072", "RSA_4096"})


def _check(props: Props) -> str | None:
    return first((_weakness, _silence), lambda ask: ask(props))


def _weakness(props: Props) -> str | None:
    strong = value(props, "certificateAuthorityConfiguration.keyAlgorithm") in STRONG
    return None if strong else "its key is too short"


def _silence(props: Props) -> str | None:
    if props.get("usageMode") == "SHORT_LIVED_CERTIFICATE":
        return None
    told = some(
        ("crl", "ocsp"), lambda kind: value(props, f"revocationConfiguration.{kind}Configuration.enabled") is True
    )
    return None if told else "it has neither revocation lists nor OCSP"


RULE = Rule(
    name="acm_authority_can_revoke",
    title="Private authorities can revoke.",
    resource_types=frozenset({"aws:acmpca/certificateAuthority:CertificateAuthority"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CERTIFICATE_MANAGEMENT}),
    remediation="Set revocationConfiguration with crlConfiguration or ocspConfiguration enabled.",
    link="https://docs.aws.amazon.com/privateca/latest/userguide/revocation-setup.html",
)
