"""Monitoring is shared with named accounts."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), public("oam"))


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
