"""Key material rotates by itself, wherever KMS can do it: symmetric encryption keys of its own making."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "customerMasterKeySpec", "SYMMETRIC_DEFAULT") != "SYMMETRIC_DEFAULT":
        raise NotApplicable("only symmetric encryption keys rotate")
    if value(props, "keyUsage", "ENCRYPT_DECRYPT") != "ENCRYPT_DECRYPT":
        raise NotApplicable("only encryption keys rotate")
    if value(props, "customKeyStoreId"):
        raise NotApplicable("keys of a custom key store are rotated by hand")
    if props.get("enableKeyRotation") is not True:
        return "automatic rotation is off"
    return None


RULE = Rule(
    name="kms_key_rotation_is_enabled",
    title="KMS keys rotate.",
    resource_types=frozenset({"aws:kms/key:Key"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.KEY_MANAGEMENT}),
    remediation="Set enableKeyRotation to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-4",
    sources=("SecurityHub KMS.4", "CIS AWS 5.0.0 3.6"),
)
