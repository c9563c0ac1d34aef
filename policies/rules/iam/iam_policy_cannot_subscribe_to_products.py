"""Software and models of others are bought by those who may, from those who were chosen."""

from policies.documents import statements
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

SUBSCRIBING = frozenset({"aws-marketplace:subscribe"})


def _check(props: Props) -> str | None:
    for statement in statements(props.get("policy")):
        if not statement.allows or not statement.covers(SUBSCRIBING) or "*" not in statement.resources:
            continue
        if not statement.condition_values("aws-marketplace:productid"):
            return f"{statement.label} subscribes to any product of AWS Marketplace"
    return None


RULE = Rule(
    name="iam_policy_cannot_subscribe_to_products",
    title="IAM policies don't subscribe to just any product.",
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
    remediation="Name the products by a condition on aws-marketplace:ProductId.",
    link="https://docs.aws.amazon.com/marketplace/latest/buyerguide/buyer-iam-users-groups-policies.html",
)
