"""No policy allows a whole service by a wildcard, or all but some actions."""

from policies.iam.breadth import broad
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return broad(props.get("policy"), "policy")


RULE = Rule(
    name="iam_policy_names_its_actions",
    title="IAM policies name their actions.",
    resource_types=frozenset(
        {
            "aws:iam/groupPolicy:GroupPolicy",
            "aws:iam/policy:Policy",
            "aws:iam/rolePolicy:RolePolicy",
            "aws:iam/userPolicy:UserPolicy",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.LEAST_PRIVILEGE}),
    remediation="List the actions in Action.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-21",
    sources=("SecurityHub IAM.21",),
)
