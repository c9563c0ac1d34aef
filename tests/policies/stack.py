"""A small platform in any number of regions, as a graph of resources that meets every stack rule.

It comes in the three ways that graphs come: before a deployment (values unknown, where they come from known), after one
(values known too), and as read back from AWS (values only).
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from policies.model import Resource
from policies.unknown import UNKNOWN

STACK_TAGS = {"data-class": "confidential", "residency": "any-region", "rpo-minutes": "15", "stack": "groot-test"}
"""Of a store whose copies may rest in any region."""
HELD_TAGS = {"data-class": "restricted", "rpo-minutes": "15", "stack": "groot-test"}
"""Of a store that stays in its jurisdiction."""


class View(StrEnum):
    """How much of the graph is known."""

    PREVIEW = "preview"
    DEPLOYED = "deployed"
    LIVE = "live"


@dataclass(frozen=True)
class Ref:
    """A property's reference to an attribute of another resource."""

    name: str
    attribute: str = "arn"


@dataclass(kw_only=True)
class Node:
    """A resource before its references are resolved."""

    type: str
    name: str
    props: dict[str, Any] = field(default_factory=dict)
    parent: str | None = None
    protect: bool = False

    @property
    def urn(self) -> str:
        """URN."""
        return f"urn:pulumi:test::groot::{self.type}::{self.name}"


class Stack:
    """Resources by logical name."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}

    def add(self, kind: str, name: str, parent: str | None = None, /, protect: bool = False, **props: Any) -> None:
        """Declare a resource."""
        self.nodes[name] = Node(type=kind, name=name, props=props, parent=parent, protect=protect)

    def remove(self, name: str) -> None:
        """Take a resource away, and with it what it is the parent of."""
        del self.nodes[name]
        for child in [node.name for node in self.nodes.values() if node.parent == name]:
            self.remove(child)

    def graph(self, view: View = View.DEPLOYED) -> list[Resource]:
        """Return the resources as *view* shows them."""
        return [self._resource(node, view) for node in self.nodes.values()]

    def _resource(self, node: Node, view: View) -> Resource:
        outputs = {"arn": _arn(node), "id": f"id-of-{node.name}"}
        known = outputs if view is not View.PREVIEW else dict.fromkeys(outputs, UNKNOWN)
        dependencies = {
            prop: [self.nodes[ref.name].urn for ref in _refs(value) if ref.name in self.nodes]
            for prop, value in node.props.items()
        }
        return Resource(
            type=node.type,
            urn=node.urn,
            name=node.name,
            props={**known, **self._resolved(node.props, view)},
            parent=self.nodes[node.parent].urn if node.parent in self.nodes else None,
            property_dependencies={}
            if view is View.LIVE
            else {prop: urns for prop, urns in dependencies.items() if urns},
            protect=node.protect,
        )

    def _resolved(self, value: Any, view: View) -> Any:
        if isinstance(value, Ref):
            node = self.nodes.get(value.name)
            if view is View.PREVIEW or node is None:
                return UNKNOWN
            if value.attribute == "arn":
                return _arn(node)
            return self._resolved(node.props.get(value.attribute, f"id-of-{node.name}"), view)
        if isinstance(value, Mapping):
            return {key: self._resolved(item, view) for key, item in value.items()}
        return [self._resolved(item, view) for item in value] if isinstance(value, list) else value


def _arn(node: Node) -> str:
    service = node.type.split(":")[1].split("/")[0]
    return f"arn:aws:{service}:{node.props.get('region', '')}:123456789012:{node.name}"


def _refs(value: Any) -> Iterable[Ref]:
    if isinstance(value, Ref):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _refs(item)
    elif isinstance(value, list):
        for item in value:
            yield from _refs(item)


def platform(regions: Sequence[str] = ("us-east-1", "eu-west-1"), *, protect: bool = False) -> Stack:
    """Return a platform in *regions*, the first its home."""
    stack = Stack()
    for region in regions:
        _regional(stack, region, regions[0], protect)
    _global(stack, regions, protect)
    return stack


def _regional(stack: Stack, region: str, home: str, protect: bool) -> None:
    key = f"keys-restricted-{region}"
    if region == home:
        stack.add("aws:kms/key:Key", key, region=region, multiRegion=True)
    else:
        source = Ref(f"keys-restricted-{home}")
        stack.add("aws:kms/replicaKey:ReplicaKey", key, region=region, primaryKeyArn=source)
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
    stack.add("aws:apigateway/stage:Stage", f"gateway-{region}-stage", region=region)
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
        for kind in ("BucketPublicAccessBlock", "BucketVersioning", "BucketPolicy"):
            token = f"aws:s3/{kind[0].lower()}{kind[1:]}:{kind}"
            stack.add(token, f"{name}-{kind}", region=region, bucket=bucket)
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
    for one, other in zip(regions, others, strict=False):
        stack.add("aws:ec2transitgateway/peeringAttachment:PeeringAttachment", f"transit-{one}-{other}", region=one)


def with_props(resources: Iterable[Resource], name: str, /, **props: Any) -> list[Resource]:
    """Return *resources* with *props* put into the one called *name*; a value of None takes a property away."""
    return [
        dataclasses.replace(resource, props=_put(resource.props, props)) if resource.name == name else resource
        for resource in resources
    ]


def _put(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in {**old, **new}.items() if value is not None}
