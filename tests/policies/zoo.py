"""One resource of each type that a stack rule tells apart, with what it looks at: written down once more.

The rules' own tables are what is tested; a row that one of them loses is missed here.
"""

from typing import Any

from tests.policies.platform import HELD_TAGS, KEY_POLICY
from tests.policies.stack import Ref, Stack

REGION = "us-east-1"
_KEY, _GROUP, _SUBNET, _TOPIC = Ref("zoo-key"), Ref("zoo-group", "id"), Ref("zoo-subnet", "id"), "arn:aws:sns:::alarms"
_WORN = {"securityGroupIds": [_GROUP]}
_IN_VPC = {"vpcSecurityGroupIds": [_GROUP]}
_ON, _HELD = {"deletionProtection": True}, {"tags": HELD_TAGS}
_PLACED, _KEPT = {"subnetIds": [_SUBNET]}, {"deletionProtectionEnabled": True}

ANIMALS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("aws:backup/vault:Vault", {"kmsKeyArn": _KEY, "forceDestroy": False}),
    ("aws:cloudtrail/trail:Trail", {"kmsKeyId": _KEY}),
    ("aws:cloudwatch/logGroup:LogGroup", {"kmsKeyId": _KEY}),
    ("aws:docdb/cluster:Cluster", {**_ON, **_HELD, **_IN_VPC}),
    ("aws:docdb/globalCluster:GlobalCluster", _ON),
    ("aws:docdb/subnetGroup:SubnetGroup", _PLACED),
    ("aws:dsql/cluster:Cluster", _KEPT),
    ("aws:dynamodb/table:Table", {**_KEPT, **_HELD, "serverSideEncryption": {"kmsKeyArn": _KEY}}),
    ("aws:dynamodb/tableReplica:TableReplica", _KEPT),
    ("aws:ebs/volume:Volume", {"kmsKeyId": _KEY}),
    ("aws:efs/fileSystem:FileSystem", {"kmsKeyId": _KEY, **_HELD}),
    ("aws:eks/cluster:Cluster", {**_ON, "encryptionConfig": {"provider": {"keyArn": _KEY}}, "vpcConfig": _PLACED}),
    ("aws:eks/nodeGroup:NodeGroup", _PLACED),
    ("aws:elasticache/replicationGroup:ReplicationGroup", {"kmsKeyId": _KEY}),
    ("aws:elasticache/subnetGroup:SubnetGroup", _PLACED),
    ("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", {"serverSideEncryption": {"keyArn": _KEY}}),
    ("aws:kinesis/stream:Stream", {"kmsKeyId": _KEY}),
    ("aws:kms/externalKey:ExternalKey", {"policy": KEY_POLICY}),
    ("aws:lb/loadBalancer:LoadBalancer", {"enableDeletionProtection": True, "subnets": [_SUBNET]}),
    ("aws:neptune/cluster:Cluster", {**_ON, **_HELD}),
    ("aws:neptune/globalCluster:GlobalCluster", _ON),
    ("aws:neptune/subnetGroup:SubnetGroup", _PLACED),
    ("aws:networkfirewall/firewall:Firewall", {"deleteProtection": True, "subnetMappings": [{"subnetId": _SUBNET}]}),
    ("aws:opensearch/domain:Domain", {"encryptAtRest": {"kmsKeyId": _KEY}, "vpcOptions": _PLACED}),
    ("aws:rds/cluster:Cluster", {"kmsKeyId": _KEY, **_ON, **_HELD}),
    ("aws:rds/globalCluster:GlobalCluster", _ON),
    ("aws:rds/instance:Instance", {"kmsKeyId": _KEY, **_ON, **_HELD}),
    ("aws:rds/proxy:Proxy", {"vpcSubnetIds": [_SUBNET]}),
    ("aws:rds/subnetGroup:SubnetGroup", _PLACED),
    ("aws:redshift/cluster:Cluster", {"kmsKeyId": _KEY}),
    ("aws:redshift/subnetGroup:SubnetGroup", _PLACED),
    ("aws:s3/bucket:Bucket", {"forceDestroy": False, **_HELD}),
    ("aws:secretsmanager/secret:Secret", {"kmsKeyId": _KEY}),
    ("aws:sns/topic:Topic", {"kmsMasterKeyId": _KEY}),
    ("aws:sqs/queue:Queue", {"kmsMasterKeyId": _KEY}),
)
"""Types with the properties that rules on stores, switches, keys and zones read."""
DIMENSIONS = (
    ("aws:acm/certificate:Certificate", "CertificateArn", "arn"),
    ("aws:apigateway/restApi:RestApi", "ApiName", "name"),
    ("aws:apigatewayv2/api:Api", "ApiId", "id"),
    ("aws:appsync/graphQLApi:GraphQLApi", "GraphQLAPIId", "id"),
    ("aws:backup/vault:Vault", "BackupVaultName", "name"),
    ("aws:cloudfront/distribution:Distribution", "DistributionId", "id"),
    ("aws:cloudhsmv2/cluster:Cluster", "ClusterId", "id"),
    ("aws:docdb/cluster:Cluster", "DBClusterIdentifier", "clusterIdentifier"),
    ("aws:dsql/cluster:Cluster", "ResourceId", "identifier"),
    ("aws:dynamodb/table:Table", "TableName", "name"),
    ("aws:ec2/natGateway:NatGateway", "NatGatewayId", "id"),
    ("aws:ec2/vpnConnection:VpnConnection", "VpnId", "id"),
    ("aws:ec2transitgateway/transitGateway:TransitGateway", "TransitGateway", "id"),
    ("aws:ecs/service:Service", "ServiceName", "name"),
    ("aws:efs/fileSystem:FileSystem", "FileSystemId", "id"),
    ("aws:eks/cluster:Cluster", "ClusterName", "name"),
    ("aws:elasticache/replicationGroup:ReplicationGroup", "ReplicationGroupId", "replicationGroupId"),
    ("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "DeliveryStreamName", "name"),
    ("aws:kinesis/stream:Stream", "StreamName", "name"),
    ("aws:lambda/function:Function", "FunctionName", "name"),
    ("aws:lb/loadBalancer:LoadBalancer", "LoadBalancer", "arnSuffix"),
    ("aws:memorydb/cluster:Cluster", "ClusterName", "name"),
    ("aws:mq/broker:Broker", "Broker", "brokerName"),
    ("aws:msk/cluster:Cluster", "Cluster Name", "clusterName"),
    ("aws:neptune/cluster:Cluster", "DBClusterIdentifier", "clusterIdentifier"),
    ("aws:networkfirewall/firewall:Firewall", "FirewallName", "name"),
    ("aws:opensearch/domain:Domain", "DomainName", "domainName"),
    ("aws:rds/cluster:Cluster", "DBClusterIdentifier", "clusterIdentifier"),
    ("aws:rds/instance:Instance", "DBInstanceIdentifier", "identifier"),
    ("aws:rds/proxy:Proxy", "ProxyName", "name"),
    ("aws:redshift/cluster:Cluster", "ClusterIdentifier", "clusterIdentifier"),
    ("aws:route53/healthCheck:HealthCheck", "HealthCheckId", "id"),
    ("aws:sfn/stateMachine:StateMachine", "StateMachineArn", "arn"),
    ("aws:sqs/queue:Queue", "QueueName", "name"),
    ("aws:wafv2/webAcl:WebAcl", "WebACL", "name"),
)
"""Types whose metrics have the dimension, and the property that it holds."""


def zoo() -> Stack:
    """Every animal, protected and under a key of its own region; all that have a plan are in it."""
    stack = Stack()
    stack.add("aws:kms/key:Key", "zoo-key", region=REGION, policy=KEY_POLICY)
    stack.add("aws:ec2/subnet:Subnet", "zoo-subnet", region=REGION, availabilityZone="us-east-1a")
    for kind, props in ANIMALS:
        stack.add(kind, _name(kind), protect=True, region=REGION, **props)
    selected: dict[str, Any] = {"planId": Ref("zoo-plan", "id"), "resources": ["*"]}
    stack.add("aws:backup/plan:Plan", "zoo-plan", region=REGION, rules=[{"schedule": "cron(0 5 * * ? *)"}])
    stack.add("aws:backup/selection:Selection", "zoo-selection", region=REGION, **selected)
    return stack


def bare_zoo() -> Stack:
    """Every animal without what it needs, in a stack that protects something."""
    stack = Stack()
    stack.add("aws:kms/key:Key", "zoo-key", protect=True, region=REGION, policy=KEY_POLICY)
    for kind, _ in ANIMALS:
        stack.add(kind, _name(kind), region=REGION)
    return stack


def watched_zoo() -> Stack:
    """Every type that an alarm is asked of, one with an alarm and one without."""
    stack = Stack()
    for kind, dimension, prop in DIMENSIONS:
        name = _name(kind)
        given: dict[str, Any] = {} if prop in ("arn", "id") else {prop: name}
        stack.add(kind, name, region=REGION, **given)
        stack.add(kind, f"{name}-unwatched", region=REGION)
        told: dict[str, Any] = {"dimensions": {dimension: Ref(name, prop)}, "alarmActions": [_TOPIC]}
        stack.add("aws:cloudwatch/metricAlarm:MetricAlarm", f"{name}-alarm", region=REGION, **told)
    return stack


def _name(kind: str) -> str:
    return kind.partition(":")[2].replace("/", "-").partition(":")[0]
