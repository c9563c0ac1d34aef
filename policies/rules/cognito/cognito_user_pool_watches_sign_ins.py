"""Threat protection looks at every sign-in and acts on what it finds."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "userPoolAddOns.advancedSecurityMode") != "ENFORCED":
        return "threat protection doesn't act"
    return None


RULE = Rule(
    name="cognito_user_pool_watches_sign_ins",
    title="User pools act on suspicious sign-ins.",
    resource_types=frozenset({"aws:cognito/userPool:UserPool"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.THREAT_DETECTION}),
    remediation="Set userPoolAddOns.advancedSecurityMode to ENFORCED.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cognito-controls.html#cognito-1",
    sources=("SecurityHub Cognito.1",),
)
