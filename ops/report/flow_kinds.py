"""Which types are parts of a region, and which of their properties say that something flows between regions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum


class Bearing(StrEnum):
    """Which way a flow goes, seen from the resource that declares it."""

    OUTBOUND = "outbound"
    INBOUND = "inbound"
    BOTH = "both"


class FlowKind(Enum):
    """Ways in which data, or what guards it, goes between regions."""

    SHARDS = ("Shard replication", "data", Bearing.OUTBOUND, False)
    TABLES = ("Global tables", "data", Bearing.BOTH, False)
    OBJECTS = ("Object replication", "data", Bearing.OUTBOUND, False)
    SECRETS = ("Secret replicas", "keys", Bearing.OUTBOUND, False)
    KEYS = ("Key replicas", "keys", Bearing.INBOUND, False)
    BACKUPS = ("Backup copies", "backups", Bearing.OUTBOUND, False)
    LOGS = ("Log shipping", "logs", Bearing.OUTBOUND, True)
    TRAIL = ("Audit trail", "logs", Bearing.OUTBOUND, True)
    DETECTIONS = ("Security findings", "logs", Bearing.INBOUND, False)
    PEERING = ("Network peering", "network", Bearing.BOTH, False)

    def __init__(self, label: str, family: str, bearing: Bearing, stays: bool) -> None:
        self.label = label
        self.family = family
        """Flows of one family are drawn alike."""
        self.bearing = bearing
        self.stays = stays
        """Whether it is a flow within one region, too."""


REFERENCES: Mapping[str, Sequence[tuple[FlowKind, str]]] = {
    "aws:backup/plan:Plan": ((FlowKind.BACKUPS, "rules"),),
    "aws:cloudwatch/logDestination:LogDestination": ((FlowKind.LOGS, "targetArn"),),
    "aws:dynamodb/tableReplica:TableReplica": ((FlowKind.TABLES, "globalTableArn"),),
    "aws:ec2transitgateway/peeringAttachment:PeeringAttachment": ((FlowKind.PEERING, "peerTransitGatewayId"),),
    "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": ((FlowKind.PEERING, "peerVpcId"),),
    "aws:kms/replicaKey:ReplicaKey": ((FlowKind.KEYS, "primaryKeyArn"),),
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig": ((FlowKind.OBJECTS, "rules"),),
}
"""By type, the property by which it refers to what stands at the other end."""
LISTS: Mapping[str, Sequence[tuple[FlowKind, str, str]]] = {
    "aws:dynamodb/table:Table": ((FlowKind.TABLES, "replicas", "regionName"),),
    "aws:secretsmanager/secret:Secret": ((FlowKind.SECRETS, "replicas", "region"),),
    "aws:securityhub/findingAggregator:FindingAggregator": ((FlowKind.DETECTIONS, "specifiedRegions", ""),),
}
"""By type, the property that lists the regions at the other end, and how an entry names its region."""
ENTRIES = (
    ("Route 53", "aws:route53/zone:Zone"),
    ("CloudFront", "aws:cloudfront/distribution:Distribution"),
    ("Global Accelerator", "aws:globalaccelerator/accelerator:Accelerator"),
)
"""What stands in front of every region."""


@dataclass(frozen=True, kw_only=True)
class PartKind:
    """What a region is made of, as the map names it."""

    label: str
    types: Sequence[str]


PARTS = (
    PartKind(label="Firewall (WAF)", types=("aws:wafv2/webAcl:WebAcl",)),
    PartKind(label="API gateway", types=("aws:apigateway/restApi:RestApi", "aws:apigatewayv2/api:Api")),
    PartKind(label="Load balancers", types=("aws:lb/loadBalancer:LoadBalancer",)),
    PartKind(label="Network", types=("aws:ec2/vpc:Vpc",)),
    PartKind(label="Egress firewall", types=("aws:networkfirewall/firewall:Firewall",)),
    PartKind(label="Kubernetes cluster", types=("aws:eks/cluster:Cluster",)),
    PartKind(label="Shards", types=("aws:rds/cluster:Cluster",)),
    PartKind(label="Tables", types=("aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica")),
    PartKind(label="Buckets", types=("aws:s3/bucket:Bucket",)),
    PartKind(label="Log search", types=("aws:opensearch/domain:Domain",)),
    PartKind(label="Keys", types=("aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey")),
    PartKind(label="Secrets", types=("aws:secretsmanager/secret:Secret",)),
    PartKind(label="HSM clusters", types=("aws:cloudhsmv2/cluster:Cluster",)),
    PartKind(label="Backup vaults", types=("aws:backup/vault:Vault",)),
)
"""In the order of the map, from the clients inwards."""
