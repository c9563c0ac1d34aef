"""The part of the small platform that is of the account rather than of a region: identities, trail, watchers."""

import json
from collections.abc import Sequence
from typing import Any

from components.security.trail_watches import WATCHES
from tests.policies.stack import Ref, Stack

ENDPOINTS = ("dynamodb", "ec2", "ecr.api", "ecr.dkr", "eks", "kms", "logs", "s3", "secretsmanager", "sts")
WATCHERS = {
    "aws:accessanalyzer/analyzer:Analyzer": "accessanalyzer",
    "aws:cfg/recorder:Recorder": "cfg",
    "aws:ebs/encryptionByDefault:EncryptionByDefault": "ebs",
    "aws:guardduty/detector:Detector": "guardduty",
    "aws:inspector2/enabler:Enabler": "inspector2",
    "aws:macie2/account:Account": "macie2",
    "aws:securityhub/account:Account": "securityhub",
}
"""What every region has one of, and what that is called here."""
BESIDE = {
    "aws:cfg/rule:Rule": "judging",
    "aws:ebs/defaultKmsKey:DefaultKmsKey": "volumes-key",
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": "metadata",
    "aws:securityhub/standardsSubscription:StandardsSubscription": "standard",
}
"""What every region has beside them, and what that is called."""
FEATURES = ("EKS_AUDIT_LOGS", "RDS_LOGIN_EVENTS", "RUNTIME_MONITORING", "S3_DATA_EVENTS")
"""What GuardDuty protects of the small platform."""


def declare_access(stack: Stack) -> None:
    """A role that manages keys, and one that uses them."""
    grants = {"deploy": ["kms:Put*", "kms:Schedule*"], "application": ["kms:Decrypt"]}
    for name, actions in grants.items():
        stack.add("aws:iam/role:Role", name, name=name)
        policy = {"Statement": {"Sid": "Keys", "Effect": "Allow", "Action": actions, "Resource": "*"}}
        stack.add("aws:iam/policy:Policy", f"{name}-keys", policy=json.dumps(policy))
        stack.add(
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            f"{name}-attachment",
            role=Ref(name, "name"),
            policyArn=Ref(f"{name}-keys"),
        )


def declare_trail(stack: Stack, home: str) -> None:
    """A trail with the filters and alarms of the real platform."""
    group: dict[str, Any] = {"region": home, "name": "trail", "kmsKeyId": Ref(f"keys-restricted-{home}")}
    stack.add("aws:cloudwatch/logGroup:LogGroup", "trail-events", **group)
    trail: dict[str, Any] = {
        "kmsKeyId": Ref(f"keys-restricted-{home}"),
        "cloudWatchLogsGroupArn": Ref("trail-events", "streams"),
        "s3BucketName": Ref(f"archive-{home}-BucketPolicy", "bucket"),
    }
    stack.nodes["trail-events"].props["streams"] = f"arn:aws:cloudwatch:{home}:123456789012:trail-events:*"
    stack.add("aws:cloudtrail/trail:Trail", "trail", region=home, **trail)
    for watch in WATCHES:
        metric = {"name": watch.key, "namespace": "audit"}
        stack.add(
            "aws:cloudwatch/logMetricFilter:LogMetricFilter",
            f"trail-{watch.key}",
            region=home,
            logGroupName=Ref("trail-events", "name"),
            pattern=watch.pattern,
            metricTransformation=metric,
        )
        stack.add(
            "aws:cloudwatch/metricAlarm:MetricAlarm",
            f"trail-{watch.key}-alarm",
            region=home,
            namespace="audit",
            metricName=watch.key,
            alarmActions=[f"arn:aws:sns:{home}:123456789012:alarms"],
        )


def declare_account(stack: Stack, regions: Sequence[str]) -> None:
    """What AWS keeps once for an account, or once for a region of it."""
    stack.add("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", "account-block")
    stack.add("aws:iam/accountPasswordPolicy:AccountPasswordPolicy", "passwords")
    if len(regions) > 1:
        linked: dict[str, Any] = {"linkingMode": "SPECIFIED_REGIONS", "specifiedRegions": [*regions[1:]]}
        stack.add("aws:securityhub/findingAggregator:FindingAggregator", "aggregator", region=regions[0], **linked)
    for region in regions:
        block = "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess"
        stack.add(block, f"snapshots-{region}", region=region)
        for kind, name in WATCHERS.items():
            stack.add(kind, f"{name}-{region}", region=region)
        stack.nodes[f"securityhub-{region}"].props["enableDefaultStandards"] = False
        for kind, name in BESIDE.items():
            stack.add(kind, f"{name}-{region}", region=region)
        for feature in FEATURES:
            on: dict[str, Any] = {"detectorId": Ref(f"guardduty-{region}", "id"), "name": feature, "status": "ENABLED"}
            name = f"guardduty-{feature}-{region}"
            stack.add("aws:guardduty/detectorFeature:DetectorFeature", name, region=region, **on)
        status: dict[str, Any] = {"name": Ref(f"cfg-{region}", "id"), "isEnabled": True}
        stack.add("aws:cfg/recorderStatus:RecorderStatus", f"recording-{region}", region=region, **status)
        group = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
        stack.add(group, f"default-{region}", region=region, vpcId=Ref(f"network-{region}-vpc", "id"))
        stack.add("aws:backup/restoreTestingPlan:RestoreTestingPlan", f"restore-{region}", region=region)
        tested: dict[str, Any] = {"restoreTestingPlanName": Ref(f"restore-{region}", "id")}
        selection = "aws:backup/restoreTestingSelection:RestoreTestingSelection"
        stack.add(selection, f"restored-{region}", region=region, **tested)
        for source in ("backup", "guardduty", "securityhub"):
            pattern: dict[str, Any] = {"eventPattern": json.dumps({"source": [f"aws.{source}"]}), "state": "ENABLED"}
            stack.add("aws:cloudwatch/eventRule:EventRule", f"{source}-found-{region}", region=region, **pattern)
            target: dict[str, Any] = {"rule": Ref(f"{source}-found-{region}", "id")}
            stack.add("aws:cloudwatch/eventTarget:EventTarget", f"{source}-told-{region}", region=region, **target)
        for service in ENDPOINTS:
            stack.add(
                "aws:ec2/vpcEndpoint:VpcEndpoint",
                f"endpoint-{service}-{region}",
                region=region,
                vpcId=Ref(f"network-{region}-vpc", "id"),
                serviceName=f"com.amazonaws.{region}.{service}",
            )
