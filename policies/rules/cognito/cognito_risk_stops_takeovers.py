"""Risky sign-ins are stopped or asked for more."""

from policies.lists import first
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

LEVELS = ("lowAction", "mediumAction", "highAction")
STOPPING = frozenset({"BLOCK", "MFA_REQUIRED"})


def _check(props: Props) -> str | None:

    def fault(level: str) -> str | None:
        if value(props, f"accountTakeoverRiskConfiguration.actions.{level}.eventAction") not in STOPPING:
            return f"{level} lets the sign-in through"
        return None

    return first(LEVELS, fault)


RULE = Rule(
    name="cognito_risk_stops_takeovers",
    title="Risky sign-ins are stopped or asked for more.",
    resource_types=frozenset({"aws:cognito/riskConfiguration:RiskConfiguration"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.MULTI_FACTOR, Objective.THREAT_DETECTION}),
    remediation="Set every eventAction of accountTakeoverRiskConfiguration to MFA_REQUIRED or BLOCK.",
    link="https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-adaptive-authentication.html",
    sources=("SecurityHub Cognito.1",),
)
