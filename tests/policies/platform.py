"""A small platform in any number of regions that meets every stack rule."""

import json
from collections.abc import Sequence
from typing import Any

from policies.rules.stack._dimensions import DIMENSIONS
from tests.policies.account import declare_access, declare_account, declare_trail
from tests.policies.stack import Ref, Stack

ADMINISTRATOR, APPLICATION = (f"arn:aws:iam::123456789012:role/{name}" for name in ("deploy", "application"))
KEY_POLICY = json.dumps(
    {
        "Statement": [
            {
                "Sid": "Manage",
                "Effect": "Allow",
                "Principal": {"AWS": ADMINISTRATOR},
                "Action": ["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"],
                "Resource": "*",
            },
            {
                "Sid": "Use",
                "Effect": "Allow",
                "Principal": {"AWS": APPLICATION},
                "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                "Resource": "*",
            },
        ]
    }
)
"""Whoever manages a key does not use it."""
STACK_TAGS = {"data-class": "confidential", "residency": "any-region", "rpo-minutes": "15", "stack": "groot-test"}
"""Of a store whose copies may rest in any region."""
HELD_TAGS = {"data-class": "restricted", "rpo-minutes": "15", "stack": "groot-test"}
"""Of a store that stays in its jurisdiction."""


def platform(regions: Sequence[str] = ("us-east-1", "eu-west-1"), *, protect: bool = False) -> Stack:
    """Return a platform in *regions*, the first its home."""
    stack = Stack()
    for region in regions:
        _regional(stack, region, regions[0], protect)
    _global(stack, regions, protect)
    declare_account(stack, regions)
    _alarms(stack)
    return stack


def _regional(stack: Stack, region: str, home: str, protect: bool) -> None:
    key = f"keys-restricted-{region}"
    if region == home:
        stack.add("aws:kms/key:Key", key, region=region, multiRegion=True, policy=KEY_POLICY)
    else:
        source = Ref(f"keys-restricted-{home}")
        stack.add("aws:kms/replicaKey:ReplicaKey", key, region=region, primaryKeyArn=source, policy=KEY_POLICY)
    name = f"network-{region}"
    stack.add("groot:index:RegionalNetwork", name)
    stack.add("aws:ec2/vpc:Vpc", f"{name}-vpc", name, region=region, tags={"residency": region[:2]})
    stack.add("aws:ec2/flowLog:FlowLog", f"{name}-log", name, region=region, vpcId=Ref(f"{name}-vpc", "id"))
    firewall = f"{name}-firewall"
    stack.add("aws:networkfirewall/firewall:Firewall", firewall, name, region=region, deleteProtection=protect)
    logging = "aws:networkfirewall/loggingConfiguration:LoggingConfiguration"
    stack.add(logging, f"{firewall}-logging", name, region=region, firewallArn=Ref(firewall))
    name = f"cluster-{region}"
    stack.add("groot:index:Cluster", name)
    encryption = {"resources": ["secrets"], "provider": {"keyArn": Ref(key)}}
    stack.add(
        "aws:eks/cluster:Cluster",
        f"{name}-eks",
        name,
        region=region,
        encryptionConfig=encryption,
        deletionProtection=protect,
    )
    stack.add("aws:cloudwatch/logGroup:LogGroup", f"{name}-logs", name, region=region, kmsKeyId=Ref(key))
    _gateway(stack, region)
    _buckets(stack, region, key, protect)
    _vault(stack, region, key, protect)
    member = f"database-{region}-cluster"
    stack.add(
        "aws:rds/cluster:Cluster",
        member,
        protect=protect,
        region=region,
        kmsKeyId=Ref(key),
        globalClusterIdentifier=Ref("database-global", "id"),
        deletionProtection=protect,
        tags=STACK_TAGS,
    )
    if region != home:
        stack.add("aws:cloudwatch/metricAlarm:MetricAlarm", f"shard-map-{region}-behind", region=home)
    stack.add("aws:cloudwatch/metricAlarm:MetricAlarm", f"records-{region}-out", region="us-east-1")


def _gateway(stack: Stack, region: str) -> None:
    stack.add("aws:wafv2/webAcl:WebAcl", f"acl-{region}", region=region)
    logging = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"
    stack.add(logging, f"acl-{region}-logging", region=region, resourceArn=Ref(f"acl-{region}"))
    stack.add("aws:apigateway/restApi:RestApi", f"gateway-{region}-api", region=region)
    api = Ref(f"gateway-{region}-api", "id")
    given: dict[str, Any] = {"region": region, "restApi": api}
    stack.add("aws:apigateway/stage:Stage", f"gateway-{region}-stage", stageName="live", **given)
    every: dict[str, Any] = {"stageName": Ref(f"gateway-{region}-stage", "stageName"), "methodPath": "*/*"}
    stack.add("aws:apigateway/methodSettings:MethodSettings", f"gateway-{region}-settings", **given, **every)
    stack.add("aws:apigateway/authorizer:Authorizer", f"gateway-{region}-authorizer", **given)
    asking: dict[str, Any] = {"authorization": "CUSTOM", "httpMethod": "GET"}
    stack.add("aws:apigateway/method:Method", f"gateway-{region}-method", **given, **asking)
    association = "aws:wafv2/webAclAssociation:WebAclAssociation"
    stage = Ref(f"gateway-{region}-stage")
    stack.add(association, f"gateway-{region}-firewall", region=region, resourceArn=stage)


def _buckets(stack: Stack, region: str, key: str, protect: bool) -> None:
    under_key = {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": Ref(key)}
    for name, default in ((f"archive-{region}", under_key), (f"deliveries-{region}", {"sseAlgorithm": "AES256"})):
        bucket = Ref(f"{name}-bucket", "bucket")
        stack.add(
            "aws:s3/bucket:Bucket",
            f"{name}-bucket",
            protect=protect,
            region=region,
            bucket=f"groot-{name}",
            forceDestroy=not protect,
            tags=HELD_TAGS,
        )
        rules = [{"applyServerSideEncryptionByDefault": default}]
        encryption = "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
        stack.add(f"aws:s3/{encryption}", f"{name}-encryption", region=region, bucket=bucket, rules=rules)
        for kind in ("BucketLifecycleConfiguration", "BucketPublicAccessBlock", "BucketVersioning", "BucketPolicy"):
            token = f"aws:s3/{kind[0].lower()}{kind[1:]}:{kind}"
            stack.add(token, f"{name}-{kind}", region=region, bucket=bucket)
    locked = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
    stack.add(locked, f"archive-{region}-lock", region=region, bucket=Ref(f"archive-{region}-bucket", "bucket"))
    stack.add(
        "aws:s3/bucketLogging:BucketLogging",
        f"archive-{region}-logging",
        region=region,
        bucket=Ref(f"archive-{region}-bucket", "bucket"),
        targetBucket=Ref(f"deliveries-{region}-BucketPolicy", "bucket"),
    )


def _vault(stack: Stack, region: str, key: str, protect: bool) -> None:
    stack.add(
        "aws:backup/vault:Vault",
        f"vault-{region}",
        protect=protect,
        region=region,
        name=f"groot-{region}",
        kmsKeyArn=Ref(key),
        forceDestroy=not protect,
    )
    lock = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
    stack.add(lock, f"vault-{region}-lock", region=region, backupVaultName=Ref(f"vault-{region}", "name"))
    policy = "aws:backup/vaultPolicy:VaultPolicy"
    stack.add(policy, f"vault-{region}-policy", region=region, backupVaultName=Ref(f"vault-{region}", "id"))
    conditions = [{"stringEquals": [{"key": "aws:ResourceTag/stack", "value": "groot-test"}]}]
    vault = Ref(f"vault-{region}", "name")
    rules = [
        {"targetVaultName": vault, "schedule": "cron(0 1 * * ? *)", "enableContinuousBackup": True},
        {"targetVaultName": vault, "schedule": "cron(0 5 * * ? *)"},
    ]
    stack.add("aws:backup/plan:Plan", f"backup-{region}-plan", region=region, rules=rules)
    stack.add(
        "aws:backup/selection:Selection",
        f"backup-{region}-selection",
        region=region,
        planId=Ref(f"backup-{region}-plan", "id"),
        resources=["*"],
        conditions=conditions,
    )


def _global(stack: Stack, regions: Sequence[str], protect: bool) -> None:
    home, *others = regions
    stack.add(
        "aws:rds/globalCluster:GlobalCluster",
        "database-global",
        protect=protect,
        region=home,
        deletionProtection=protect,
    )
    stack.add(
        "aws:dynamodb/table:Table",
        "shard-map-table",
        protect=protect,
        region=home,
        serverSideEncryption={"enabled": True, "kmsKeyArn": Ref(f"keys-restricted-{home}")},
        replicas=[
            {"regionName": region, "deletionProtectionEnabled": protect, "pointInTimeRecovery": True}
            for region in others
        ],
        pointInTimeRecovery={"enabled": True},
        deletionProtectionEnabled=protect,
        tags=STACK_TAGS,
    )
    stack.add(
        "aws:secretsmanager/secret:Secret",
        "database-secret",
        region=home,
        kmsKeyId=Ref(f"keys-restricted-{home}"),
        replicas=[{"region": region} for region in others],
    )
    stack.add("aws:cloudfront/distribution:Distribution", "cdn-distribution")
    stack.add(
        "aws:cloudwatch/logDeliverySource:LogDeliverySource",
        "cdn-log-source",
        region="us-east-1",
        name="cdn",
        resourceArn=Ref("cdn-distribution"),
    )
    stack.add(
        "aws:cloudwatch/logDelivery:LogDelivery",
        "cdn-log-delivery",
        region="us-east-1",
        deliverySourceName=Ref("cdn-log-source", "name"),
    )
    stack.add("aws:route53/zone:Zone", "zone")
    stack.add("aws:route53/keySigningKey:KeySigningKey", "zone-key", hostedZoneId=Ref("zone", "id"))
    stack.add("aws:route53/hostedZoneDnsSec:HostedZoneDnsSec", "zone-signing", hostedZoneId=Ref("zone-key", "id"))
    declare_access(stack)
    declare_trail(stack, home)
    for one, other in zip(regions, others, strict=False):
        stack.add("aws:ec2transitgateway/peeringAttachment:PeeringAttachment", f"transit-{one}-{other}", region=one)


def _alarms(stack: Stack) -> None:
    for service in [node for node in stack.nodes.values() if node.type in DIMENSIONS]:
        dimension, prop = DIMENSIONS[service.type]
        if prop not in ("arn", "id"):
            service.props.setdefault(prop, f"groot-{service.name}")
        stack.add(
            "aws:cloudwatch/metricAlarm:MetricAlarm",
            f"{service.name}-trouble",
            region=service.props.get("region", "us-east-1"),
            name=f"groot-{service.name}-trouble",
            dimensions={dimension: Ref(service.name, prop)},
            alarmActions=["arn:aws:sns:us-east-1:123456789012:alarms"],
        )
