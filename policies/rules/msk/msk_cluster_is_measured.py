"""Metrics tell topics and brokers apart, so that a lagging one is noticed."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective

ENOUGH = frozenset({"PER_TOPIC_PER_BROKER", "PER_TOPIC_PER_PARTITION"})
"""Security Hub, MSK.2."""


def _check(props: Props) -> str | None:
    if props.get("enhancedMonitoring") not in ENOUGH:
        return "metrics do not tell topics apart"
    return None


RULE = Rule(
    name="msk_cluster_is_measured",
    title="MSK clusters have enhanced monitoring.",
    resource_types=frozenset({"aws:msk/cluster:Cluster"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.MONITORING}),
    remediation="Set enhancedMonitoring to PER_TOPIC_PER_BROKER.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html#msk-2",
    sources=("SecurityHub MSK.2",),
)
