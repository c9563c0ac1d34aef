"""Console passwords are encrypted and changed at once."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if not props.get("pgpKey"):
        return "its password stands in the state in plain text"
    if props.get("passwordResetRequired") is not True:
        return "its first password may stay"
    return None


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
