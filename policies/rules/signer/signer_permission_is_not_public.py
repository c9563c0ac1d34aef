"""Signing is for named accounts."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("principal") == "*":
        return "everybody may sign in its name"
    return None


RULE = Rule(
    name="signer_permission_is_not_public",
    title="Signing is for named accounts.",
    resource_types=frozenset({"aws:signer/signingProfilePermission:SigningProfilePermission"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.PUBLIC_ACCESS, Objective.SOFTWARE_INTEGRITY}),
    remediation="Name the account in principal.",
    link="https://docs.aws.amazon.com/signer/latest/developerguide/signing-profile-cross-account.html",
)
