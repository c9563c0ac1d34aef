"""What asks for something beside it, and that in each way in which it may be there."""

from typing import Any

from tests.policies.stack import Ref, Stack

HERE, THERE, ABROAD = "us-east-1", "us-west-2", "eu-west-1"
STARTING = (
    "aws:autoscaling/group:Group",
    "aws:ec2/instance:Instance",
    "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:eks/nodeGroup:NodeGroup",
)
"""What starts instances."""
JUDGING = (
    "aws:cfg/conformancePack:ConformancePack",
    "aws:cfg/organizationConformancePack:OrganizationConformancePack",
    "aws:cfg/organizationCustomPolicyRule:OrganizationCustomPolicyRule",
    "aws:cfg/organizationCustomRule:OrganizationCustomRule",
    "aws:cfg/organizationManagedRule:OrganizationManagedRule",
    "aws:cfg/rule:Rule",
)
"""What judges what AWS Config records."""
PROTECTED = {
    "aws:ec2/instance:Instance": ("EBS_MALWARE_PROTECTION", "RUNTIME_MONITORING"),
    "aws:ecs/cluster:Cluster": ("RUNTIME_MONITORING",),
    "aws:eks/cluster:Cluster": ("EKS_AUDIT_LOGS", "RUNTIME_MONITORING"),
    "aws:eks/nodeGroup:NodeGroup": ("EBS_MALWARE_PROTECTION",),
    "aws:lambda/function:Function": ("LAMBDA_NETWORK_LOGS",),
    "aws:rds/cluster:Cluster": ("RDS_LOGIN_EVENTS",),
    "aws:s3/bucket:Bucket": ("S3_DATA_EVENTS",),
}
"""By type, the features of GuardDuty that protect it."""
INLINE = ("EBS_MALWARE_PROTECTION", "EKS_AUDIT_LOGS", "S3_DATA_EVENTS")
"""Those that a detector's own data sources may turn on."""
SOURCES = {
    "kubernetes": {"auditLogs": {"enable": True}},
    "malwareProtection": {"scanEc2InstanceWithFindings": {"ebsVolumes": {"enable": True}}},
    "s3Logs": {"enable": True},
}


GUARDS = (
    *JUDGING,
    "aws:apigateway/authorizer:Authorizer",
    "aws:apigateway/methodSettings:MethodSettings",
    "aws:apigatewayv2/authorizer:Authorizer",
    "aws:backup/vaultNotifications:VaultNotifications",
    "aws:cloudwatch/eventRule:EventRule",
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
    "aws:guardduty/detectorFeature:DetectorFeature",
    "aws:securityhub/findingAggregator:FindingAggregator",
    "aws:securityhub/standardsSubscription:StandardsSubscription",
)
"""What stands beside something else."""


def alone() -> Stack:
    """What asks for something beside it, and has none."""
    stack = beside()
    for node in [node for node in stack.nodes.values() if node.type in GUARDS]:
        stack.remove(node.name)
    return stack


def shared() -> Stack:
    """The same in an account that another stack owns."""
    stack = alone()
    stack.add("groot:index:SharedAccount", "account-of-main")
    return stack


def beside() -> Stack:
    """Each in a region of its own, where that tells them apart."""
    stack = Stack()
    _instances(stack)
    _recorders(stack)
    _detectors(stack)
    _gateways(stack)
    for region in (HERE, THERE, ABROAD):
        hub: dict[str, Any] = {"region": region, "enableDefaultStandards": region == ABROAD}
        stack.add("aws:securityhub/account:Account", f"hub-{region}", **hub)
    linked: dict[str, Any] = {"linkingMode": "SPECIFIED_REGIONS", "specifiedRegions": [THERE, ABROAD]}
    stack.add("aws:securityhub/findingAggregator:FindingAggregator", "aggregator", region=HERE, **linked)
    for region in (HERE, THERE):
        stack.add("aws:securityhub/standardsSubscription:StandardsSubscription", f"standard-{region}", region=region)
    stack.add("aws:backup/vault:Vault", "heard", region=HERE, name="heard")
    notifications: dict[str, Any] = {"region": THERE, "backupVaultName": Ref("notified", "name")}
    stack.add("aws:backup/vault:Vault", "notified", region=THERE, name="notified")
    stack.add("aws:backup/vaultNotifications:VaultNotifications", "notifications", **notifications)
    pattern: dict[str, Any] = {"eventPattern": '{"source": ["aws.backup"]}', "state": "ENABLED"}
    stack.add("aws:cloudwatch/eventRule:EventRule", "hears", region=HERE, **pattern)
    target: dict[str, Any] = {"rule": Ref("hears", "id")}
    stack.add("aws:cloudwatch/eventTarget:EventTarget", "tells", region=HERE, **target)
    return stack


def _defaults(stack: Stack, region: str) -> None:
    stack.add("aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults", f"defaults-{region}", region=region)


def _instances(stack: Stack) -> None:
    for index, kind in enumerate(STARTING):
        stack.add(kind, f"starts-{index}", region=f"starting-{index}")
        _defaults(stack, f"starting-{index}")


def _recorders(stack: Stack) -> None:
    for index, kind in enumerate(JUDGING):
        stack.add("aws:cfg/recorder:Recorder", f"recorder-{index}", region=f"recorded-{index}")
        stack.add(kind, f"judge-{index}", region=f"recorded-{index}")


def _detectors(stack: Stack) -> None:
    for index, (kind, features) in enumerate(PROTECTED.items()):
        for inline in (False, True):
            region, detector = f"protected-{index}-{inline}", f"detector-{index}-{inline}"
            stack.add(kind, f"protected-{index}-{inline}", region=region)
            _defaults(stack, region)
            sources: dict[str, Any] = {"datasources": SOURCES} if inline else {}
            stack.add("aws:guardduty/detector:Detector", detector, region=region, **sources)
            for feature in features:
                on: dict[str, Any] = {"detectorId": Ref(detector, "id"), "name": feature, "status": "ENABLED"}
                if not inline or feature not in INLINE:
                    name = f"{detector}-{feature}"
                    stack.add("aws:guardduty/detectorFeature:DetectorFeature", name, region=region, **on)

    stack.add("aws:rds/cluster:Cluster", "unread", region="unread", engine="mysql")
    stack.add("aws:guardduty/detector:Detector", "detector-unread", region="unread")


def _gateways(stack: Stack) -> None:
    settings: dict[str, Any] = {"methodPath": "*/*", "stageName": "live"}
    stack.add("aws:apigateway/restApi:RestApi", "rest", region=HERE)
    for name, api in (("own", Ref("rest", "id")), ("foreign", "api-1")):
        given: dict[str, Any] = {"restApi": api, "region": HERE}
        stack.add("aws:apigateway/stage:Stage", f"{name}-stage", stageName="live", **given)
        stack.add("aws:apigateway/methodSettings:MethodSettings", f"{name}-settings", **given, **settings)
    stack.add("aws:apigateway/method:Method", "method", restApi=Ref("rest", "id"), authorization="CUSTOM")
    stack.add("aws:apigateway/authorizer:Authorizer", "authorizer", restApi=Ref("rest", "id"))
    stack.add("aws:apigatewayv2/api:Api", "http", region=HERE)
    stack.add("aws:apigatewayv2/route:Route", "route", apiId=Ref("http", "id"), authorizationType="JWT")
    stack.add("aws:apigatewayv2/authorizer:Authorizer", "http-authorizer", apiId=Ref("http", "id"))
