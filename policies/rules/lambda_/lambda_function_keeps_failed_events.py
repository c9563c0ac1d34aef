"""An event that a function couldn't handle is kept for somebody to look at."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if not value(props, "deadLetterConfig.targetArn"):
        return "events that failed are lost"
    return None


RULE = Rule(
    name="lambda_function_keeps_failed_events",
    title="Lambda functions keep events that failed.",
    resource_types=frozenset({"aws:lambda/function:Function"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set deadLetterConfig.targetArn, or declare a FunctionEventInvokeConfig with a destination.",
    link="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
)
