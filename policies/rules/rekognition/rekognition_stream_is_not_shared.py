"""Video isn't shared with AWS."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "dataSharingPreference.optIn") is True:
        return "AWS may keep its video"
    return None


RULE = Rule(
    name="rekognition_stream_is_not_shared",
    title="Video isn't shared with AWS.",
    resource_types=frozenset({"aws:rekognition/streamProcessor:StreamProcessor"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.DATA_LOSS_PREVENTION}),
    remediation="Leave dataSharingPreference out.",
    link="https://docs.aws.amazon.com/rekognition/latest/APIReference/API_StreamProcessorDataSharingPreference.html",
)
