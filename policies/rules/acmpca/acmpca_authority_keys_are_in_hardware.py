"""Private authorities keep keys in hardware of level 3."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "keyStorageSecurityStandard", "FIPS_140_2_LEVEL_3_OR_HIGHER") != "FIPS_140_2_LEVEL_3_OR_HIGHER":
        return "its key is kept at a lower level than FIPS 140 level 3"
    return None


RULE = Rule(
    name="acmpca_authority_keys_are_in_hardware",
    title="Private authorities keep keys in hardware of level 3.",
    resource_types=frozenset({"aws:acmpca/certificateAuthority:CertificateAuthority"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.KEY_MANAGEMENT}),
    remediation="Leave keyStorageSecurityStandard out.",
    link="https://docs.aws.amazon.com/privateca/latest/userguide/data-protection.html",
)
