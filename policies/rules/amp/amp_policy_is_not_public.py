"""Metrics are shared with named accounts."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("policyDocument"), public("aps"), "policyDocument")


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
