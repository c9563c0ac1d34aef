"""Traces are shared with named principals."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("policyDocument"), public("xray"), "policyDocument")


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
