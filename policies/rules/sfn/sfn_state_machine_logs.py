"""State machines are logged."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

LEVELS = frozenset({"ALL", "ERROR", "FATAL"})


def _check(props: Props) -> str | None:
    if value(props, "loggingConfiguration.level") not in LEVELS:
        return "what happens in it is written down nowhere"
    return None


RULE = Rule(
    name="sfn_state_machine_logs",
    title="State machines are logged.",
    resource_types=frozenset({"aws:sfn/stateMachine:StateMachine"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set loggingConfiguration.level to ALL or ERROR.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/stepfunctions-controls.html#stepfunctions-1",
    sources=("SecurityHub StepFunctions.1",),
)
