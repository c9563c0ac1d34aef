"""What each protection of GuardDuty's watches, and how a detector turns it on."""

from policies.model import Resource
from policies.read import value
from policies.rules.stack._regions import region_of

CLUSTER = "aws:rds/cluster:Cluster"
PROTECTED = {
    "EBS_MALWARE_PROTECTION": ("aws:ec2/instance:Instance", "aws:eks/nodeGroup:NodeGroup"),
    "EKS_AUDIT_LOGS": ("aws:eks/cluster:Cluster",),
    "LAMBDA_NETWORK_LOGS": ("aws:lambda/function:Function",),
    "RDS_LOGIN_EVENTS": (CLUSTER,),
    "RUNTIME_MONITORING": ("aws:ec2/instance:Instance", "aws:ecs/cluster:Cluster", "aws:eks/cluster:Cluster"),
    "S3_DATA_EVENTS": ("aws:s3/bucket:Bucket",),
}
"""By feature, the types that it protects."""
UNREAD_ENGINES = frozenset({"mysql"})
"""Engines whose logins it doesn't read (the same guide, "GuardDuty RDS Protection", supported databases)."""
INLINE = {
    "EBS_MALWARE_PROTECTION": "malwareProtection.scanEc2InstanceWithFindings.ebsVolumes.enable",
    "EKS_AUDIT_LOGS": "kubernetes.auditLogs.enable",
    "S3_DATA_EVENTS": "s3Logs.enable",
}
"""By feature, what turns it on among the detector's own data sources."""


def is_protected(resource: Resource, region: str) -> bool:
    """Return whether *resource*, of a type that a feature protects, is protected by it in *region*."""
    if region_of(resource) != region:
        return False
    return resource.type != CLUSTER or value(resource.props, "engine") not in UNREAD_ENGINES
