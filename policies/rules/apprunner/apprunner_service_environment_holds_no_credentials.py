"""A service's secrets are references, not variables that whoever may describe it sees."""

from policies.credentials import credentials_in
from policies.lists import first
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

PLACES = (
    "codeRepository.codeConfiguration.codeConfigurationValues",
    "imageRepository.imageConfiguration",
)


def _check(props: Props) -> str | None:
    source = value(props, "sourceConfiguration")

    def fault(place: str) -> str | None:
        if credentials_in(value(source, f"{place}.runtimeEnvironmentVariables", {})):
            return "a variable holds a credential"
        return None

    return first(PLACES, fault)


RULE = Rule(
    name="apprunner_service_environment_holds_no_credentials",
    title="App Runner services hold no credentials in variables.",
    resource_types=frozenset({"aws:apprunner/service:Service"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Move the variable from runtimeEnvironmentVariables to runtimeEnvironmentSecrets.",
    link="https://docs.aws.amazon.com/apprunner/latest/dg/env-variable.html",
)
