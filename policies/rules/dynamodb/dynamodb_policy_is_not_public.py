"""The policy of a table or stream lets nobody in who is not named, or held to known places by a condition."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), public("dynamodb"))


RULE = Rule(
    name="dynamodb_policy_is_not_public",
    title="DynamoDB resource policies allow nothing to everyone.",
    resource_types=frozenset({"aws:dynamodb/resourcePolicy:ResourcePolicy"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Name the principals, or add a condition on aws:PrincipalOrgID.",
    link="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-bpa-rbp.html",
)
