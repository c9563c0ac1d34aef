"""Traces are shared with named principals."""

from policies.documents import statements
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    public = [statement.label for statement in statements(props.get("policyDocument")) if statement.public]
    return f"{', '.join(public)} allows everyone" if public else None


RULE = Rule(
    name="xray_policy_is_not_public",
    title="Traces are shared with named principals.",
    resource_types=frozenset({"aws:xray/resourcePolicy:ResourcePolicy"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Name the principals, or add a condition on aws:SourceArn or aws:SourceAccount.",
    link="https://docs.aws.amazon.com/xray/latest/devguide/xray-api-configuration.html",
)
