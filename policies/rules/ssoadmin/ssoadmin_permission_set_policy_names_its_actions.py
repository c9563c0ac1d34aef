"""Inline policies of permission sets name their actions."""

from policies.iam.breadth import broad
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return broad(props.get("inlinePolicy"), "inlinePolicy")


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
