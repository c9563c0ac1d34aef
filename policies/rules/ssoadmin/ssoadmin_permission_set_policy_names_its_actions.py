"""Inline policies of permission sets name their actions."""

from policies.documents import statements
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    for statement in statements(props.get("inlinePolicy")):
        if statement.allows and statement.excepts_actions:
            return f"{statement.label} allows all but some actions"
        if statement.allows and any(action == "*" or action.endswith(":*") for action in statement.actions):
            return f"{statement.label} allows every action of a service"
    return None


RULE = Rule(
    name="ssoadmin_permission_set_policy_names_its_actions",
    title="Inline policies of permission sets name their actions.",
    resource_types=frozenset({"aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.PRIVILEGED_ACCESS}),
    remediation="List the actions in Action.",
    link="https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetcustom.html",
    sources=("SecurityHub IAM.21",),
)
