"""Console passwords are encrypted and changed at once."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault_among(
        ("its password stands in the state in plain text", lambda: not props.get("pgpKey")),
        ("its first password may stay", lambda: props.get("passwordResetRequired") is not True),
    )


RULE = Rule(
    name="iam_login_profile_password_is_temporary",
    title="Console passwords are encrypted and changed at once.",
    resource_types=frozenset({"aws:iam/userLoginProfile:UserLoginProfile"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT, Objective.PASSWORDS}),
    remediation="Set pgpKey and passwordResetRequired, or let the person sign in through IAM Identity Center.",
    link="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_admin-change-user.html",
)
