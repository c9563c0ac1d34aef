"""GuardDuty's detector leaves nothing out."""

from policies.lists import those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

SOURCES = (
    "kubernetes.auditLogs.enable",
    "malwareProtection.scanEc2InstanceWithFindings.ebsVolumes.enable",
    "s3Logs.enable",
)


def _check(props: Props) -> str | None:
    off = those(SOURCES, lambda source: value(props, f"datasources.{source}", True) is not True)
    return f"datasources.{', datasources.'.join(off)} is off" if off else None


RULE = Rule(
    name="guardduty_detector_watches_everything",
    title="GuardDuty's detector leaves nothing out.",
    resource_types=frozenset({"aws:guardduty/detector:Detector"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.MALWARE_PROTECTION, Objective.THREAT_DETECTION}),
    remediation="Leave datasources out and declare a DetectorFeature for each protection.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/guardduty-controls.html#guardduty-5",
    sources=(
        "SecurityHub GuardDuty.5",
        "SecurityHub GuardDuty.8",
        "SecurityHub GuardDuty.10",
    ),
)
