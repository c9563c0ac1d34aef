"""A role's permissions are resources of their own, each with a history of its own.

inlinePolicies and managedPolicyArns would also take away whatever anybody else attaches.
"""

from policies.lists import those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    found = those(("inlinePolicies", "managedPolicyArns"), lambda prop: items(props, prop))
    return f"it has {' and '.join(found)}" if found else None


RULE = Rule(
    name="iam_role_has_no_policies_of_its_own",
    title="IAM roles keep their policies apart.",
    resource_types=frozenset({"aws:iam/role:Role"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.SECURE_CONFIGURATION}),
    remediation="Declare RolePolicy and RolePolicyAttachment resources.",
    link="https://www.pulumi.com/registry/packages/aws/api-docs/iam/role/",
)
