"""GuardDuty repeats findings within the quarter of an hour."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("findingPublishingFrequency") != "FIFTEEN_MINUTES":
        return "a finding that goes on is told again hours later"
    return None


RULE = Rule(
    name="guardduty_detector_repeats_findings_soon",
    title="GuardDuty repeats findings within the quarter of an hour.",
    resource_types=frozenset({"aws:guardduty/detector:Detector"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.INCIDENT_RESPONSE, Objective.THREAT_DETECTION}),
    remediation="Set findingPublishingFrequency to FIFTEEN_MINUTES.",
    link="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html",
)
