"""A function's environment is encrypted under a key of the customer's own."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    if value(props, "environment.variables") is None:
        raise NotApplicable("it has no environment")
    if not customer_key(props.get("kmsKeyArn")):
        return "its environment is encrypted under a key of AWS"
    return None


RULE = Rule(
    name="lambda_function_environment_uses_customer_key",
    title="Lambda environments are encrypted under a customer key.",
    resource_types=frozenset({"aws:lambda/function:Function"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsKeyArn to the region's key.",
    link="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html",
)
