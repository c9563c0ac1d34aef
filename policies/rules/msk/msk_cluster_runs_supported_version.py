"""Brokers run a version of Kafka that is mended; every version 1 and 2 went out of support in 2024."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective

ENDED = frozenset({"1", "2"})
"""Major versions (Amazon MSK Developer Guide, "Apache Kafka versions", end of support dates)."""


def _check(props: Props) -> str | None:
    if str(props.get("kafkaVersion")).partition(".")[0] in ENDED:
        return "its version of Kafka is out of support"
    return None


RULE = Rule(
    name="msk_cluster_runs_supported_version",
    title="MSK clusters run a supported version.",
    resource_types=frozenset({"aws:msk/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.PATCHING}),
    remediation="Set kafkaVersion to 3.6 or later.",
    link="https://docs.aws.amazon.com/msk/latest/developerguide/version-support.html",
)
