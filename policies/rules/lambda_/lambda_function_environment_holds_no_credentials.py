"""A function fetches what it must keep secret; its environment is shown to whoever may describe it."""

from policies.credentials import credentials_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if credentials_in(value(props, "environment.variables", {})):
        return "its environment holds a credential"
    return None


RULE = Rule(
    name="lambda_function_environment_holds_no_credentials",
    title="Lambda environments hold no credentials.",
    resource_types=frozenset({"aws:lambda/function:Function"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Let the function fetch it from Secrets Manager under its role.",
    link="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
)
