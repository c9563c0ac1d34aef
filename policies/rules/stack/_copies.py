"""Where what a store holds goes on to: its copies, and the ways that logs take."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policies.graph import Graph, known
from policies.model import Resource
from policies.read import items, value
from policies.rules.stack._selections import selecting, selections_by_region

FIREHOSE, STREAM = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "aws:kinesis/stream:Stream"
BUCKET, LOG_GROUP = "aws:s3/bucket:Bucket", "aws:cloudwatch/logGroup:LogGroup"
FLOW_LOG = "aws:ec2/flowLog:FlowLog"
LOGS = frozenset({LOG_GROUP, FLOW_LOG})
DESTINATION, PLAN = "aws:cloudwatch/logDestination:LogDestination", "aws:backup/plan:Plan"
SUBSCRIBED = frozenset({DESTINATION, FIREHOSE, STREAM, "aws:lambda/function:Function"})
VAULTS = frozenset(
    {
        "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault",
        "aws:backup/vault:Vault",
        "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
    }
)
"""The lock stands for its vault, whose name one may take from it."""
BUCKETS = frozenset({BUCKET, "aws:s3/bucketPolicy:BucketPolicy"})
"""So does the policy for its bucket."""
DELIVERED = frozenset({*BUCKETS, "aws:opensearch/domain:Domain", "aws:redshift/cluster:Cluster"})
TABLE, TABLE_REPLICA = "aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica"
KEY, GROUP = "aws:kms/key:Key", "aws:elasticache/replicationGroup:ReplicationGroup"
GLOBAL_GROUP = "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup"
EFS, EFS_COPY = "aws:efs/fileSystem:FileSystem", "aws:efs/replicationConfiguration:ReplicationConfiguration"
RDS_INSTANCE = "aws:rds/instance:Instance"
RDS_BACKUPS = "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication"
GLOBALS = {
    f"aws:{service}/cluster:Cluster": f"aws:{service}/globalCluster:GlobalCluster"
    for service in ("docdb", "neptune", "rds")
}
REGIONLESS = frozenset({*GLOBALS.values(), GLOBAL_GROUP})
"""Types that span the regions of their members and stand in none of them."""


@dataclass(frozen=True)
class Link:
    """How a type of resource passes on what others hold."""

    type: str
    origin: tuple[str, frozenset[str]] | None = None
    """The property that names what it takes from, and its types; None where it is that itself."""
    target: tuple[str, frozenset[str]] | None = None
    """The property that names what it hands on to, and its types; None where it is the copy itself."""


LINKS = (
    *(Link(member, origin=("globalClusterIdentifier", frozenset({of}))) for member, of in GLOBALS.items()),
    *(Link(member, target=("globalClusterIdentifier", frozenset({of}))) for member, of in GLOBALS.items()),
    *(Link(of, origin=("sourceDbClusterIdentifier", frozenset({member}))) for member, of in GLOBALS.items()),
    *(
        Link(member, origin=("replicationSourceIdentifier", frozenset({member})))
        for member in ("aws:neptune/cluster:Cluster", "aws:rds/cluster:Cluster")
    ),
    Link(RDS_INSTANCE, origin=("replicateSourceDb", frozenset({RDS_INSTANCE}))),
    Link(RDS_BACKUPS, origin=("sourceDbInstanceArn", frozenset({RDS_INSTANCE}))),
    Link(GLOBAL_GROUP, origin=("primaryReplicationGroupId", frozenset({GROUP}))),
    Link(GROUP, origin=("globalReplicationGroupId", frozenset({GLOBAL_GROUP}))),
    Link(TABLE_REPLICA, origin=("globalTableArn", frozenset({TABLE}))),
    Link("aws:kms/replicaKey:ReplicaKey", origin=("primaryKeyArn", frozenset({KEY}))),
    Link("aws:kms/replicaExternalKey:ReplicaExternalKey", origin=("primaryKeyArn", frozenset({KEY}))),
    Link(EFS_COPY, origin=("sourceFileSystemId", frozenset({EFS}))),
    Link(
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        origin=("bucket", frozenset({BUCKET})),
        target=("rules", BUCKETS),
    ),
    Link(
        "aws:s3/bucketLogging:BucketLogging",
        origin=("bucket", frozenset({BUCKET})),
        target=("targetBucket", BUCKETS),
    ),
    Link(
        "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
        origin=("logGroup", frozenset({LOG_GROUP})),
        target=("destinationArn", SUBSCRIBED),
    ),
    Link(DESTINATION, target=("targetArn", SUBSCRIBED)),
    Link(FLOW_LOG, target=("logDestination", frozenset({*BUCKETS, LOG_GROUP, FIREHOSE}))),
    Link(FIREHOSE, target=("extendedS3Configuration", DELIVERED)),
    Link(FIREHOSE, target=("opensearchConfiguration", DELIVERED)),
    Link(FIREHOSE, target=("redshiftConfiguration", DELIVERED)),
    Link(PLAN, target=("rules", VAULTS)),
)
LISTED = {
    TABLE: ("replicas", "regionName"),
    "aws:secretsmanager/secret:Secret": ("replicas", "region"),
    EFS_COPY: ("destination", "region"),
}
"""Types that list their copies, and how an entry names its region."""
BACKED_UP = frozenset({TABLE, EFS, BUCKET, RDS_INSTANCE, *GLOBALS})


class Copies:
    """What hands on to what, by URN, in one pass over the links."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._next: dict[str, list[Resource]] = defaultdict(list)
        for link in LINKS:
            for resource in graph.of((link.type,)):
                for origin in graph.targets(resource, *link.origin) if link.origin else ():
                    self._next[origin.urn].append(resource)
                self._next[resource.urn] += graph.targets(resource, *link.target) if link.target else ()
        self._selections = selections_by_region(graph)

    def after(self, resource: Resource) -> Iterator[Resource]:
        """Yield what takes from *resource*: a plan among it where a selection backs it up.

        Raises:
            UnknownValueError: at the end, where it isn't known whether another does.
        """
        yield from self._next.get(resource.urn, ())
        yield from self._plans(resource)

    def listed(self, resource: Resource) -> Sequence[str]:
        """Return the regions of copies that *resource* lists itself."""
        if resource.type not in LISTED:
            return ()
        prop, region = LISTED[resource.type]
        return [value(entry, region) for entry in items(resource.props, prop)]

    def _plans(self, store: Resource) -> Iterator[Resource]:
        if store.type in BACKED_UP and known(store.props, "region") is not None:
            for selection in selecting(self._selections, store):
                yield from self._graph.targets(selection, "planId", frozenset({PLAN}))


def region_of(resource: Resource) -> str | None:
    """Return where *resource* stands, or None for what spans regions."""
    return None if resource.type in REGIONLESS else value(resource.props, "region")
