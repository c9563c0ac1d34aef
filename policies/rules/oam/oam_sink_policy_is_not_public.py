"""Monitoring is shared with named accounts."""

from policies.documents import statements
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

NAMING = ("aws:principalorgid", "aws:principalorgpaths", "aws:principalaccount")


def _check(props: Props) -> str | None:
    for statement in statements(props.get("policy")):
        if statement.allows and statement.anyone and not any(statement.condition_values(key) for key in NAMING):
            return f"{statement.label} takes links from every account"
    return None


RULE = Rule(
    name="oam_sink_policy_is_not_public",
    title="Monitoring is shared with named accounts.",
    resource_types=frozenset({"aws:oam/sinkPolicy:SinkPolicy"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.PUBLIC_ACCESS}),
    remediation="Name the accounts in Principal, or add a condition on aws:PrincipalOrgID.",
    link="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Unified-Cross-Account-Setup.html",
)
