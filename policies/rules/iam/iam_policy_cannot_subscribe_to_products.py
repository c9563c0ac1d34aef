"""Software and models of others are bought by those who may, from those who were chosen."""

from policies.iam.findings import fault
from policies.iam.questions import ANY_NAME, beyond, held
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(
        props.get("policy"), held(("aws-marketplace:subscribe",), ANY_NAME, guards=beyond("aws-marketplace:productid"))
    )


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
