"""AWS Config records changes at once."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "recordingMode.recordingFrequency", "CONTINUOUS") != "CONTINUOUS":
        return "it looks once a day"
    if value(props, "recordingMode.recordingModeOverride.recordingFrequency", "CONTINUOUS") != "CONTINUOUS":
        return "it looks at some types once a day"
    return None


RULE = Rule(
    name="cfg_recorder_records_at_once",
    title="AWS Config records changes at once.",
    resource_types=frozenset({"aws:cfg/recorder:Recorder"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.CONFIGURATION_MONITORING}),
    remediation="Set recordingFrequency to CONTINUOUS.",
    link="https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html",
)
