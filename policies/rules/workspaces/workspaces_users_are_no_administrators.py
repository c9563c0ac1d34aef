"""Desktops' users are no administrators."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "workspaceCreationProperties.userEnabledAsLocalAdministrator", True) is not False:
        return "its users are administrators of their desktops"
    return None


RULE = Rule(
    name="workspaces_users_are_no_administrators",
    title="Desktops' users are no administrators.",
    resource_types=frozenset({"aws:workspaces/directory:Directory"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.LEAST_PRIVILEGE}),
    remediation="Set userEnabledAsLocalAdministrator to false.",
    link="https://docs.aws.amazon.com/workspaces/latest/api/API_WorkspaceCreationProperties.html",
)
