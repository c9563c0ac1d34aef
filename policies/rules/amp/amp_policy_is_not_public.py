"""Metrics are shared with named accounts."""

from policies.documents import statements
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    public = [statement.label for statement in statements(props.get("policyDocument")) if statement.public]
    return f"{', '.join(public)} allows everyone" if public else None


RULE = Rule(
    name="amp_policy_is_not_public",
    title="Metrics are shared with named accounts.",
    resource_types=frozenset({"aws:amp/resourcePolicy:ResourcePolicy"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.PUBLIC_ACCESS}),
    remediation="Name the accounts in Principal.",
    link="https://docs.aws.amazon.com/prometheus/latest/APIReference/API_PutResourcePolicy.html",
)
