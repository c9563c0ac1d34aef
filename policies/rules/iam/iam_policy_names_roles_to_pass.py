"""A policy that lets a principal pass roles to services names the roles.

Whoever passes any role has the permissions of all of them (IAM User Guide, "Grant a user permissions to pass a role to
an AWS service").
"""

from policies.iam.findings import fault
from policies.iam.questions import ANY_NAME, beyond, held
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(
        props.get("policy"),
        held(
            ("iam:passrole",),
            f"arn:*:iam::*:role/{ANY_NAME}",
            guards=beyond("iam:associatedresourcearn", "iam:passedtoservice"),
        ),
    )


RULE = Rule(
    name="iam_policy_names_roles_to_pass",
    title="IAM policies name the roles to pass.",
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
    remediation="Name the roles in Resource.",
    link="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
)
