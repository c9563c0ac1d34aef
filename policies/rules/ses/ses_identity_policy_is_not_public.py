"""Mail is sent by named accounts."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), public("ses"))


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
