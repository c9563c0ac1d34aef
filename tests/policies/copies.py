"""Stacks whose held data would leave its jurisdiction: by every kind of copy, and by logs and backups."""

from typing import Any

from tests.policies.platform import HELD_TAGS, platform
from tests.policies.stack import Ref, Stack

HERE, ABROAD = "us-east-1", "eu-west-1"
BUCKET, POLICY, LOG_GROUP = (
    "aws:s3/bucket:Bucket",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:cloudwatch/logGroup:LogGroup",
)
FIREHOSE, STREAM = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "aws:kinesis/stream:Stream"
DESTINATION, FLOW_LOG = "aws:cloudwatch/logDestination:LogDestination", "aws:ec2/flowLog:FlowLog"
FILTER = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"
FUNCTION = "aws:lambda/function:Function"
SEARCH, REDSHIFT = "aws:opensearch/domain:Domain", "aws:redshift/cluster:Cluster"
GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
GLOBAL_GROUP = "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup"
EFS_COPY = "aws:efs/replicationConfiguration:ReplicationConfiguration"

TAKEN = (
    ("aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica", "globalTableArn"),
    ("aws:kms/key:Key", "aws:kms/replicaExternalKey:ReplicaExternalKey", "primaryKeyArn"),
    ("aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey", "primaryKeyArn"),
    ("aws:neptune/cluster:Cluster", "aws:neptune/cluster:Cluster", "replicationSourceIdentifier"),
    ("aws:rds/cluster:Cluster", "aws:rds/cluster:Cluster", "replicationSourceIdentifier"),
    ("aws:rds/instance:Instance", "aws:rds/instance:Instance", "replicateSourceDb"),
    (
        "aws:rds/instance:Instance",
        "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
        "sourceDbInstanceArn",
    ),
)
"""A store, a copy of it that stands abroad, and the copy's property that names the store."""
HANDED_ON = (
    (BUCKET, "aws:s3/bucketReplicationConfig:BucketReplicationConfig", "bucket", "rules", BUCKET),
    (BUCKET, "aws:s3/bucketReplicationConfig:BucketReplicationConfig", "bucket", "rules", POLICY),
    (BUCKET, "aws:s3/bucketLogging:BucketLogging", "bucket", "targetBucket", BUCKET),
    (BUCKET, "aws:s3/bucketLogging:BucketLogging", "bucket", "targetBucket", POLICY),
    *((LOG_GROUP, FILTER, "logGroup", "destinationArn", to) for to in (DESTINATION, FIREHOSE, STREAM, FUNCTION)),
)
"""A store, what hands its data on, its property that names the store, the one that names to where, and to what."""
SENT = (
    *((DESTINATION, "targetArn", to) for to in (DESTINATION, FIREHOSE, STREAM, FUNCTION)),
    *((FLOW_LOG, "logDestination", to) for to in (BUCKET, POLICY, LOG_GROUP, FIREHOSE)),
    *(
        (FIREHOSE, f"{to}Configuration", kind)
        for to in ("extendedS3", "opensearch", "redshift")
        for kind in (BUCKET, POLICY, SEARCH, REDSHIFT)
    ),
)
"""What holds data on its way, its property that names where it goes, and to what."""
LISTED: tuple[tuple[str, str, Any], ...] = (
    ("aws:dynamodb/table:Table", "replicas", [{"regionName": HERE}, {"regionName": ABROAD}]),
    ("aws:secretsmanager/secret:Secret", "replicas", [{"region": HERE}, {"region": ABROAD}]),
    (EFS_COPY, "destination", {"region": ABROAD}),
)
"""What lists its copies itself."""
PLANNED = (
    "aws:docdb/cluster:Cluster",
    "aws:dynamodb/table:Table",
    "aws:efs/fileSystem:FileSystem",
    "aws:neptune/cluster:Cluster",
    "aws:rds/cluster:Cluster",
    "aws:rds/instance:Instance",
    BUCKET,
)
"""What AWS Backup takes."""
VAULTS = (
    "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault",
    "aws:backup/vault:Vault",
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
)


def copies() -> Stack:
    """A way abroad of each kind, each from a held store of its own."""
    stack = _two_jurisdictions()
    for index, (store, copy, prop) in enumerate(TAKEN):
        _held(stack, f"store-{index}", store)
        taken: dict[str, Any] = {prop: Ref(f"store-{index}")}
        stack.add(copy, f"copy-{index}", region=ABROAD, **taken)
    for index, (store, link, origin, target, to) in enumerate(HANDED_ON):
        end = _end(stack, f"end-{index}", to)
        _held(stack, f"origin-{index}", store)
        ends: dict[str, Any] = {origin: Ref(f"origin-{index}", "id"), target: end}
        stack.add(link, f"link-{index}", region=HERE, **ends)
    for index, (store, target, to) in enumerate(SENT):
        _held(stack, f"source-{index}", store, **{target: [_end(stack, f"sink-{index}", to)]})
    for index, (store, prop, entries) in enumerate(LISTED):
        _held(stack, f"lister-{index}", store, **{prop: entries})
    _held(stack, "files", "aws:efs/fileSystem:FileSystem")
    stack.add(EFS_COPY, "replication", region=HERE, sourceFileSystemId=Ref("files", "id"), destination=LISTED[2][2])
    _spanning(stack)
    return stack


def selected() -> Stack:
    """Stores that selections take by their ARNs or tags, into a plan that copies them abroad."""
    stack = _two_jurisdictions()
    for index, kind in enumerate(VAULTS):
        stack.add(kind, f"vault-{index}", region=ABROAD, name=f"vault-{index}")
    actions = [{"destinationVaultArn": Ref(f"vault-{index}")} for index, _ in enumerate(VAULTS)]
    rule = {"schedule": "rate(1 minute)", "targetVaultName": Ref("vault-1", "name"), "copyActions": actions[::2]}
    stack.add("aws:backup/plan:Plan", "plan", region=HERE, rules=[rule])
    for index, kind in enumerate(PLANNED):
        for name in ("named", "left", "tagged"):
            _held(stack, f"{name}-{index}", kind, backupRetentionPeriod=0)
        stack.nodes[f"tagged-{index}"].props["tags"] = {**HELD_TAGS, "backup": "daily"}
    conditions = [{"stringEquals": [{"key": "aws:ResourceTag/stack", "value": "groot-test"}]}]
    chosen: dict[str, Any] = {
        "resources": ["*:named-*", "*:left-*"],
        "notResources": ["*:left-*"],
        "conditions": conditions,
    }
    tagged: dict[str, Any] = {"selectionTags": [{"key": "backup", "value": "daily"}]}
    for name, props in (("arns", chosen), ("tags", tagged)):
        stack.add("aws:backup/selection:Selection", name, region=HERE, planId=Ref("plan", "id"), **props)
    return stack


def copied_to(vault: Ref) -> Stack:
    """A platform whose backups at home are copied to *vault*."""
    stack = platform()
    stack.nodes["backup-us-east-1-plan"].props["rules"] = [
        {"targetVaultName": Ref("vault-us-east-1", "name"), "copyActions": [{"destinationVaultArn": vault}]}
    ]
    return stack


def shipped(stack: Stack, stream_region: str, search_region: str) -> Stack:
    """Send the logs of the cluster at home to a search domain."""
    door: dict[str, Any] = {"logGroup": Ref("cluster-us-east-1-logs", "name"), "destinationArn": Ref("door")}
    stack.add(FILTER, "filter", region=HERE, **door)
    stack.add(DESTINATION, "door", region=HERE, targetArn=Ref("stream"))
    search = {"domainArn": Ref("search")}
    stack.add(FIREHOSE, "stream", region=stream_region, opensearchConfiguration=search)
    stack.add(SEARCH, "search", region=search_region)
    return stack


def _two_jurisdictions() -> Stack:
    stack = Stack()
    for region in (HERE, ABROAD):
        stack.add("aws:ec2/vpc:Vpc", f"vpc-{region}", region=region, tags={"residency": region[:2]})
    return stack


def _end(stack: Stack, name: str, kind: str) -> Ref:
    """Declare what stands abroad, and return how others name it."""
    named: dict[str, Any] = {"bucket": name} if kind in (BUCKET, POLICY) else {}
    stack.add(kind, name, region=ABROAD, **named)
    return Ref(name, "bucket" if named else "id")


def _held(stack: Stack, name: str, kind: str, **props: Any) -> None:
    stack.add(kind, name, region=HERE, tags=HELD_TAGS, **props)


def _spanning(stack: Stack) -> None:
    """What spans regions: a member at home leads to it, and it to a member abroad."""
    for service in ("docdb", "neptune", "rds"):
        member, spans = f"aws:{service}/cluster:Cluster", f"aws:{service}/globalCluster:GlobalCluster"
        for name, prop in (("joined", ""), ("founded", f"{service}-founder")):
            source: dict[str, Any] = {"sourceDbClusterIdentifier": Ref(prop)} if prop else {}
            stack.add(spans, f"{service}-{name}", region=ABROAD, **source)
            abroad: dict[str, Any] = {"globalClusterIdentifier": Ref(f"{service}-{name}", "id")}
            stack.add(member, f"{service}-{name}-abroad", region=ABROAD, **abroad)
        _held(stack, f"{service}-founder", member)
        _held(stack, f"{service}-joiner", member, globalClusterIdentifier=Ref(f"{service}-joined", "id"))
    _held(stack, "cache", GROUP)
    stack.add(GLOBAL_GROUP, "datastore", region=ABROAD, primaryReplicationGroupId=Ref("cache", "id"))
    stack.add(GROUP, "cache-abroad", region=ABROAD, globalReplicationGroupId=Ref("datastore", "id"))
