"""Leaked passwords open nothing."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "compromisedCredentialsRiskConfiguration.actions.eventAction") != "BLOCK":
        return "passwords that are known to have leaked are accepted"
    return None


RULE = Rule(
    name="cognito_risk_blocks_leaked_passwords",
    title="Leaked passwords open nothing.",
    resource_types=frozenset({"aws:cognito/riskConfiguration:RiskConfiguration"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.PASSWORDS, Objective.THREAT_DETECTION}),
    remediation="Set compromisedCredentialsRiskConfiguration.actions.eventAction to BLOCK.",
    link="https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-compromised-credentials.html",
    sources=("SecurityHub Cognito.1",),
)
