"""A detector detects."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("enable") is False:
        return "it is suspended"
    return None


RULE = Rule(
    name="guardduty_detector_is_on",
    title="GuardDuty is on.",
    resource_types=frozenset({"aws:guardduty/detector:Detector"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.THREAT_DETECTION}),
    remediation="Remove enable or set it to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/guardduty-controls.html#guardduty-1",
    sources=("SecurityHub GuardDuty.1",),
)
