"""What watches over the account can't be stopped by just anybody whom it watches.

A deployment has to be able to; a condition, such as on regions or tags, holds it to what it deploys.
"""

from policies.documents import statements
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

BLINDING = frozenset(
    {
        "cloudtrail:deletetrail",
        "cloudtrail:puteventselectors",
        "cloudtrail:stoplogging",
        "cloudtrail:updatetrail",
        "config:deleteconfigurationrecorder",
        "config:stopconfigurationrecorder",
        "guardduty:deletedetector",
        "guardduty:updatedetector",
        "securityhub:disablesecurityhub",
    }
)


def _check(props: Props) -> str | None:
    for statement in statements(props.get("policy")):
        everywhere = "*" in statement.resources and not statement.conditions
        if statement.allows and everywhere and statement.covers(BLINDING):
            return f"{statement.label} stops what watches over the account"
    return None


RULE = Rule(
    name="iam_policy_cannot_blind_the_audit",
    title="IAM policies don't switch off the audit.",
    resource_types=frozenset(
        {
            "aws:iam/groupPolicy:GroupPolicy",
            "aws:iam/policy:Policy",
            "aws:iam/rolePolicy:RolePolicy",
            "aws:iam/userPolicy:UserPolicy",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.LOG_PROTECTION, Objective.SEPARATION_OF_DUTIES}),
    remediation="Name the trail, recorder or detector in Resource, or add a condition.",
    link="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html",
)
