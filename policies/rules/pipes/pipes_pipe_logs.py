"""Pipes write down what fails."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

LEVELS = frozenset({"ERROR", "INFO", "TRACE"})


def _check(props: Props) -> str | None:
    if value(props, "logConfiguration.level") not in LEVELS:
        return "what fails in it is written down nowhere"
    return None


RULE = Rule(
    name="pipes_pipe_logs",
    title="Pipes write down what fails.",
    resource_types=frozenset({"aws:pipes/pipe:Pipe"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set logConfiguration.level to ERROR or more.",
    link="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-logs.html",
)
