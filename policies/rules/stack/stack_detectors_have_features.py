"""GuardDuty's protections are on for what stands in the detector's region.

Amazon GuardDuty User Guide, "GuardDuty protection plans"; names are those of its API, `DetectorFeature`.
"""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.lists import some, those
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.read import value

DETECTOR = frozenset({"aws:guardduty/detector:Detector"})
FEATURE = "aws:guardduty/detectorFeature:DetectorFeature"
PROTECTED = {
    "EBS_MALWARE_PROTECTION": ("aws:ec2/instance:Instance", "aws:eks/nodeGroup:NodeGroup"),
    "EKS_AUDIT_LOGS": ("aws:eks/cluster:Cluster",),
    "LAMBDA_NETWORK_LOGS": ("aws:lambda/function:Function",),
    "RDS_LOGIN_EVENTS": ("aws:rds/cluster:Cluster",),
    "RUNTIME_MONITORING": ("aws:ec2/instance:Instance", "aws:ecs/cluster:Cluster", "aws:eks/cluster:Cluster"),
    "S3_DATA_EVENTS": ("aws:s3/bucket:Bucket",),
}
"""By feature, the types that it protects."""
INLINE = {
    "EBS_MALWARE_PROTECTION": "malwareProtection.scanEc2InstanceWithFindings.ebsVolumes.enable",
    "EKS_AUDIT_LOGS": "kubernetes.auditLogs.enable",
    "S3_DATA_EVENTS": "s3Logs.enable",
}
"""By feature, what turns it on among the detector's own data sources."""


def _check(graph: Graph) -> Iterable[Finding | None]:
    features = graph.referred("detectorId", by=(FEATURE,), to=DETECTOR)

    def is_on(detector: Resource, feature: str) -> bool:
        if feature in INLINE and value(detector.props, f"datasources.{INLINE[feature]}") is True:
            return True
        return some(
            features.get(detector.urn, ()),
            lambda each: value(each.props, "name") == feature and value(each.props, "status") == "ENABLED",
        )

    def fault(detector: Resource) -> str | None:
        region = value(detector.props, "region")
        asked = [
            feature
            for feature, types in PROTECTED.items()
            if some(graph.of(types), lambda each: value(each.props, "region") == region)
        ]
        if not asked:
            raise NotApplicable("nothing stands in its region that a feature protects")
        off = those(asked, lambda feature: not is_on(detector, feature))
        return f"its region needs {', '.join(off)}, which is not on" if off else None

    yield from each(graph.of(sorted(DETECTOR)), fault)


RULE = StackRule(
    name="stack_detectors_have_features",
    title="GuardDuty protects what stands in its region.",
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.MALWARE_PROTECTION, Objective.THREAT_DETECTION}),
    remediation="Declare a DetectorFeature of the detector for each, with status ENABLED.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/guardduty-controls.html#guardduty-5",
    sources=tuple(f"SecurityHub GuardDuty.{number}" for number in (5, 6, 8, 9, 10, 11)),
)
