"""Keys are strong for years to come."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

WEAK = frozenset({"HMAC_224", "RSA_2048"})
"""112 bits of security, which NIST SP 800-57 Part 1 (table 4) lets nobody apply after 2030."""


def _check(props: Props) -> str | None:
    if value(props, "customerMasterKeySpec", "SYMMETRIC_DEFAULT") in WEAK:
        return "its strength is too little for data that outlives 2030"
    return None


RULE = Rule(
    name="kms_key_spec_is_strong",
    title="Keys are strong for years to come.",
    resource_types=frozenset({"aws:kms/key:Key"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.KEY_MANAGEMENT}),
    remediation="Set customerMasterKeySpec to RSA_3072, HMAC_256 or more.",
    link="https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html",
    sources=("NIST SP 800-57 Part 1",),
)
