"""A request is followed through the function."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "tracingConfig.mode") != "Active":
        return "tracing is off"
    return None


RULE = Rule(
    name="lambda_function_traces_requests",
    title="Lambda functions trace requests.",
    resource_types=frozenset({"aws:lambda/function:Function"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.MONITORING}),
    remediation="Set tracingConfig.mode to Active.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-7",
    sources=("SecurityHub Lambda.7",),
)
