"""Applications run a version of Flink that is mended."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective

ENDED = frozenset({"FLINK-1_6", "FLINK-1_8", "FLINK-1_11", "FLINK-1_13", "SQL-1_0"})
"""Managed Service for Apache Flink Developer Guide, "Earlier version information"; SQL ended in January 2026."""


def _check(props: Props) -> str | None:
    if props.get("runtimeEnvironment") in ENDED:
        return "its runtime is out of support"
    return None


RULE = Rule(
    name="kinesisanalyticsv2_application_runs_supported_version",
    title="Flink applications run a supported version.",
    resource_types=frozenset({"aws:kinesisanalyticsv2/application:Application"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.PATCHING}),
    remediation="Set runtimeEnvironment to a later version.",
    link="https://docs.aws.amazon.com/managed-flink/latest/java/earlier.html",
)
