"""Canaries' variables hold no credentials."""

from policies.credentials import credentials_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    shown = credentials_in(value(props, "runConfig.environmentVariables", {}))
    return f"environmentVariables {', '.join(shown)} show credentials" if shown else None


RULE = Rule(
    name="synthetics_canary_has_no_credentials",
    title="Canaries' variables hold no credentials.",
    resource_types=frozenset({"aws:synthetics/canary:Canary"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Let the canary read the credential from Secrets Manager.",
    link="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries.html",
)
