"""An application that fails goes on from its last checkpoint, as it does unless told otherwise."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if (
        value(
            props, "applicationConfiguration.flinkApplicationConfiguration.checkpointConfiguration.checkpointingEnabled"
        )
        is False
    ):
        return "it loses its state when it fails"
    return None


RULE = Rule(
    name="kinesisanalyticsv2_application_keeps_checkpoints",
    title="Flink applications keep checkpoints.",
    resource_types=frozenset({"aws:kinesisanalyticsv2/application:Application"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY, Objective.DATA_INTEGRITY}),
    remediation="Remove checkpointingEnabled or set it to true.",
    link="https://docs.aws.amazon.com/managed-flink/latest/java/how-fault.html",
)
