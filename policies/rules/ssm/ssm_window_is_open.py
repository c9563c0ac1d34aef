"""Maintenance windows are open."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "enabled", True) is not True:
        return "nothing that is planned for it happens"
    return None


RULE = Rule(
    name="ssm_window_is_open",
    title="Maintenance windows are open.",
    resource_types=frozenset({"aws:ssm/maintenanceWindow:MaintenanceWindow"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.PATCHING}),
    remediation="Leave enabled out or set it to true.",
    link="https://docs.aws.amazon.com/systems-manager/latest/userguide/maintenance-windows.html",
)
