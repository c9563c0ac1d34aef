"""A function that calls itself by way of a queue or topic is stopped."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("recursiveLoop") != "Terminate":
        return "calls in a circle go on"
    return None


RULE = Rule(
    name="lambda_recursion_is_ended",
    title="Lambda ends recursive calls.",
    resource_types=frozenset({"aws:lambda/functionRecursionConfig:FunctionRecursionConfig"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.CAPACITY}),
    remediation="Set recursiveLoop to Terminate.",
    link="https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html",
)
