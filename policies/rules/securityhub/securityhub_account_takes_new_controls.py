"""Security Hub takes up new controls."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "autoEnableControls", True) is not True:
        return "controls that AWS adds are off"
    return None


RULE = Rule(
    name="securityhub_account_takes_new_controls",
    title="Security Hub takes up new controls.",
    resource_types=frozenset({"aws:securityhub/account:Account"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.CONFIGURATION_MONITORING}),
    remediation="Leave autoEnableControls out or set it to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/controls-auto-enable.html",
)
