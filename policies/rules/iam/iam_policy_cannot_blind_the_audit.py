"""What watches over the account can't be stopped by just anybody whom it watches.

A deployment has to be able to; a condition, such as on regions or tags, holds it to what it deploys.
"""

from policies.iam.findings import fault
from policies.iam.questions import ANY_NAME, held, unheld
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

BLINDING = {
    f"arn:*:cloudtrail:*:*:trail/{ANY_NAME}": (
        "cloudtrail:deletetrail",
        "cloudtrail:puteventselectors",
        "cloudtrail:stoplogging",
        "cloudtrail:updatetrail",
    ),
    f"arn:*:config:*:*:configuration-recorder/{ANY_NAME}": (
        "config:deleteconfigurationrecorder",
        "config:stopconfigurationrecorder",
    ),
    f"arn:*:guardduty:*:*:detector/{ANY_NAME}": ("guardduty:deletedetector", "guardduty:updatedetector"),
    "arn:*:securityhub:*:*:hub/default": ("securityhub:disablesecurityhub",),
}
"""What stops the watch, by what it is done to (Service Authorization Reference)."""


def _check(props: Props) -> str | None:
    policy = props.get("policy")
    for watch, actions in BLINDING.items():
        found = fault(policy, held(actions, watch, guards=unheld))
        if found:
            return found
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
