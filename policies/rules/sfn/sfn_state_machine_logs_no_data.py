"""Logs of state machines don't hold what they handle."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "loggingConfiguration.includeExecutionData") is True:
        return "its log holds the input and output of every state"
    return None


RULE = Rule(
    name="sfn_state_machine_logs_no_data",
    title="Logs of state machines don't hold what they handle.",
    resource_types=frozenset({"aws:sfn/stateMachine:StateMachine"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DATA_MASKING, Objective.LOG_PROTECTION}),
    remediation="Set loggingConfiguration.includeExecutionData to false; an execution's history has its data.",
    link="https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html",
)
