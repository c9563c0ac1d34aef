"""Mail is sent by named accounts."""

from policies.documents import statements
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    public = [statement.label for statement in statements(props.get("policy")) if statement.public]
    return f"{', '.join(public)} allows everyone" if public else None


RULE = Rule(
    name="ses_identity_policy_is_not_public",
    title="Mail is sent by named accounts.",
    resource_types=frozenset(
        {
            "aws:ses/identityPolicy:IdentityPolicy",
            "aws:sesv2/emailIdentityPolicy:EmailIdentityPolicy",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.PUBLIC_ACCESS}),
    remediation="Name the accounts in Principal.",
    link="https://docs.aws.amazon.com/ses/latest/dg/sending-authorization.html",
)
