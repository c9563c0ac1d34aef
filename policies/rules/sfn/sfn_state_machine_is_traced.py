"""State machines are traced."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "tracingConfiguration.enabled") is not True:
        return "nothing shows where its time goes"
    return None


RULE = Rule(
    name="sfn_state_machine_is_traced",
    title="State machines are traced.",
    resource_types=frozenset({"aws:sfn/stateMachine:StateMachine"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.MONITORING}),
    remediation="Set tracingConfiguration.enabled to true.",
    link="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html",
)
