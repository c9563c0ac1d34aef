"""An application that is stopped or updated goes on from where it was."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "applicationConfiguration.applicationSnapshotConfiguration.snapshotsEnabled") is not True:
        return "it forgets its state when it is updated"
    return None


RULE = Rule(
    name="kinesisanalyticsv2_application_keeps_snapshots",
    title="Flink applications keep snapshots.",
    resource_types=frozenset({"aws:kinesisanalyticsv2/application:Application"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.BACKUP}),
    remediation="Set applicationSnapshotConfiguration.snapshotsEnabled to true.",
    link="https://docs.aws.amazon.com/managed-flink/latest/java/how-snapshots.html",
)
