"""AWS Config records changes at once."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    return fault_among(
        ("it looks once a day", lambda: value(props, "recordingMode.recordingFrequency", "CONTINUOUS") != "CONTINUOUS"),
        (
            "it looks at some types once a day",
            lambda: (
                value(props, "recordingMode.recordingModeOverride.recordingFrequency", "CONTINUOUS") != "CONTINUOUS"
            ),
        ),
    )


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
