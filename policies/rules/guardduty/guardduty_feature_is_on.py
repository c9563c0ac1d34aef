"""A protection that is declared protects (Amazon GuardDuty User Guide, "GuardDuty protection plans")."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("status") != "ENABLED":
        return "it is off"
    return None


RULE = Rule(
    name="guardduty_feature_is_on",
    title="GuardDuty's protections are on.",
    resource_types=frozenset({"aws:guardduty/detectorFeature:DetectorFeature"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.MALWARE_PROTECTION, Objective.THREAT_DETECTION}),
    remediation="Set status to ENABLED.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/guardduty-controls.html#guardduty-10",
    sources=("SecurityHub GuardDuty.9", "SecurityHub GuardDuty.10"),
)
