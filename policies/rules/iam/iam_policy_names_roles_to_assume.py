"""A policy that lets a principal assume roles names them."""

from policies.iam.findings import fault
from policies.iam.questions import ANY_NAME, beyond, held
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), held(("sts:assumerole",), f"arn:*:iam::*:role/{ANY_NAME}", guards=beyond()))


RULE = Rule(
    name="iam_policy_names_roles_to_assume",
    title="IAM policies name the roles to assume.",
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
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.LEAST_PRIVILEGE}),
    remediation="Name the roles in Resource.",
    link="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html",
)
