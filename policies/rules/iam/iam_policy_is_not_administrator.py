"""No policy allows everything on everything."""

from policies.iam.findings import fault
from policies.iam.questions import ANY_NAME, held
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

EVERYTHING = held(("any-service:anything",), f"arn:*:any-service:*:*:{ANY_NAME}", guards=lambda _: False)
"""Whether something that no policy would name may be done: only a policy for everything allows that."""


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), EVERYTHING)


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
