"""No policy allows everything on everything."""

from policies.documents import statements
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    for statement in statements(props.get("policy")):
        everything = statement.excepts_actions or not statement.actions.isdisjoint({"*", "*:*"})
        if statement.allows and everything and "*" in statement.resources:
            return f"{statement.label} allows everything on everything"
    return None


RULE = Rule(
    name="iam_policy_is_not_administrator",
    title="IAM policies don't make administrators.",
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
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.PRIVILEGED_ACCESS}),
    remediation="Name the actions and the resources.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-1",
    sources=("SecurityHub IAM.1", "CIS AWS 5.0.0 1.15"),
)
