"""Small stacks that declare paths: whole ones, and each with something taken away that a path rests on."""

import json
from collections.abc import Iterator
from typing import Any

from tests.policies.paths.world import AclEntry, Attachment, GroupRule, Subnet, Way, World, stack
from tests.policies.stack import Ref, Stack

OWNER = "groot:index:Owner"
BUCKET, KEY, REPLICA = "aws:s3/bucket:Bucket", "aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"
GROUP, STREAM = "aws:cloudwatch/logGroup:LogGroup", "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"
HERE, ABROAD = "us-east-1", "eu-west-1"
STANDING = "aws:ecs/service:Service"
ANYWHERE = "0.0.0.0/0"


def declare(made: Stack, owner: str, *paths: tuple[str, str, str, str], port: int | None = None) -> None:
    """Let *owner* declare *paths*: name, protocol, source and destination, by names of resources."""
    more = {"port": port} if port else {}
    ends = {name: node.urn for name, node in made.nodes.items()}
    listed = [
        {"name": name, "protocol": protocol, "source": [ends[source]], "destination": [ends.get(to, to)], **more}
        for name, protocol, source, to in paths
    ]
    made.add(OWNER, owner, paths=listed)


def role(made: Stack, name: str, service: str, *actions: str) -> Ref:
    """Declare a role that *service* assumes and that may do *actions*."""
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}
    made.add("aws:iam/role:Role", name, name=name, assumeRolePolicy=json.dumps({"Statement": [trust]}))
    allowed = {"Effect": "Allow", "Action": [*actions], "Resource": "*"}
    policy = json.dumps({"Statement": [allowed]})
    if actions:
        made.add("aws:iam/rolePolicy:RolePolicy", f"{name}-policy", role=Ref(name, "name"), policy=policy)
    return Ref(name)


def copying() -> Stack:
    """Two buckets, a key, a database, a table and a vault, each with a copy elsewhere."""
    made = Stack()
    for pair in ("one", "two"):
        for name, region in ((pair, HERE), (f"{pair}-copy", ABROAD)):
            made.add(BUCKET, name, bucket=name, region=region)
            kept = {"status": "Enabled"}
            versioning = "aws:s3/bucketVersioning:BucketVersioning"
            made.add(versioning, f"{name}-versions", bucket=Ref(name, "bucket"), versioningConfiguration=kept)
        mover = role(made, f"{pair}-mover", "s3.amazonaws.com", "s3:Get*", "s3:ListBucket", "s3:Replicate*")
        rule = {"status": "Enabled", "destination": {"bucket": Ref(f"{pair}-copy")}}
        kind = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
        made.add(kind, f"{pair}-rules", bucket=Ref(pair, "bucket"), role=mover, rules=[rule])
    made.add(KEY, "key", multiRegion=True, region=HERE)
    made.add(REPLICA, "key-copy", primaryKeyArn=Ref("key"), region=ABROAD)
    made.add("aws:rds/globalCluster:GlobalCluster", "world")
    for name in ("cluster", "cluster-copy"):
        made.add("aws:rds/cluster:Cluster", name, globalClusterIdentifier=Ref("world", "id"))
    made.add("aws:dynamodb/table:Table", "table", region=HERE, streamEnabled=True, replicas=[{"regionName": ABROAD}])
    for name, region in (("vault", HERE), ("vault-copy", ABROAD)):
        made.add("aws:backup/vault:Vault", name, name=name, region=region)
    copied = {"targetVaultName": Ref("vault", "name"), "copyActions": [{"destinationVaultArn": Ref("vault-copy")}]}
    made.add("aws:backup/plan:Plan", "plan", rules=[copied])
    keeper = role(made, "keeper", "backup.amazonaws.com")
    managed = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"
    kind = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
    made.add(kind, "keeper-policy", role=Ref("keeper", "name"), policyArn=managed)
    made.add("aws:backup/selection:Selection", "selection", planId=Ref("plan", "id"), iamRoleArn=keeper)
    pairs = ("one", "two", "key", "cluster", "vault")
    declare(
        made, "copies", *((name, "copies", name, f"{name}-copy") for name in pairs), ("t", "copies", "table", ABROAD)
    )
    return made


def logging() -> Stack:
    """Two log groups that are searched, by a stream each, and what writes into the first and into the archive."""
    made = Stack()
    made.add("aws:ec2/vpc:Vpc", "vpc", region=HERE, cidrBlock="10.0.0.0/16")
    made.add(BUCKET, "archive", bucket="archive", region=HERE)
    made.add("aws:opensearch/domain:Domain", "search", region=HERE)
    for name in ("one", "two"):
        made.add(GROUP, name, name=name, region=HERE)
        sender = role(made, f"{name}-sender", "firehose.amazonaws.com", "s3:PutObject", "es:ESHttp*")
        searched = {"domainArn": Ref("search"), "roleArn": sender, "s3BackupMode": "AllDocuments"}
        kept = {"bucketArn": Ref("archive"), "roleArn": sender}
        made.add(STREAM, f"{name}-stream", region=HERE, opensearchConfiguration=searched, extendedS3Configuration=kept)
        putter = role(made, f"{name}-putter", "logs.amazonaws.com", "firehose:PutRecord*")
        handed: dict[str, Any] = {
            "logGroup": Ref(name, "name"),
            "destinationArn": Ref(f"{name}-stream"),
            "roleArn": putter,
        }
        made.add("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", f"{name}-filter", region=HERE, **handed)
    writer = role(made, "writer", "vpc-flow-logs.amazonaws.com", "logs:*")
    made.add("aws:ec2/flowLog:FlowLog", "flows", region=HERE, logDestination=Ref("one"), iamRoleArn=writer)
    made.add("aws:cloudtrail/trail:Trail", "trail", region=HERE, s3BucketName=Ref("archive", "bucket"))
    who = {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}
    policy = {"Statement": [{**who, "Principal": {"Service": "cloudtrail.amazonaws.com"}}]}
    made.add("aws:s3/bucketPolicy:BucketPolicy", "door", bucket=Ref("archive", "bucket"), policy=json.dumps(policy))
    paths = (
        ("one", "one", "search"),
        ("two", "two", "search"),
        ("flows", "flows", "one"),
        ("trail", "trail", "archive"),
    )
    declare(made, "logs", *((name, "logs", source, end) for name, source, end in paths))
    return made


def connected() -> Stack:
    """Three networks, two of them on one gateway and the third behind a peering, and a way out by a firewall."""
    blocks = {"a": "10.0.0.0/26", "b": "10.0.1.0/26", "c": "10.0.2.0/26"}
    world = World(vpcs=blocks)
    cut = {"a0": "10.0.0.0/28", "a1": "10.0.0.16/28", "a2": "10.0.0.32/28", "b0": "10.0.1.0/28", "c0": "10.0.2.0/28"}
    for name, block in cut.items():
        world.subnets[name] = Subnet(name[0], block, "zone-0", f"{name}-routes", "acl" if name == "b0" else None)
        world.tables[f"{name}-routes"] = []
    to = {"a0": (("b", "ta"), ("c", "ta")), "b0": (("a", "tb"),), "c0": (("a", "ta"),)}
    for name, ways in to.items():
        world.tables[f"{name}-routes"] = [Way(blocks[other], "tgw", gateway) for other, gateway in ways]
    world.tables["a0-routes"].append(Way(ANYWHERE, "nat", "nat"))
    world.tables["a1-routes"].append(Way(ANYWHERE, "fw", "fw@a2"))
    world.tables["a2-routes"].append(Way(ANYWHERE, "igw", "igw"))
    world.tables["edge"] = [Way(cut["a1"], "fw", "fw@a2")]
    world.internet, world.edges, world.nats = {"igw": "a"}, {"igw": "edge"}, {"nat": "a1"}
    world.firewalls, world.domains = {"fw": ["a2"]}, {"fw": ["registry.example.com"]}
    world.acls["acl"] = [AclEntry(way, 100, True, "tcp", *ports, block) for way, ports, block in (
        ("in", (443, 443), cut["a0"]), ("out", (1024, 65535), cut["a0"]))]  # fmt: skip
    for gateway, vpcs in {"ta": "ac", "tb": "b"}.items():
        world.attachments += [Attachment(gateway, vpc, [f"{vpc}0"]) for vpc in vpcs]
    world.peerings["p"] = ("ta", "tb", True)
    world.gateways = {"ta": [Way(blocks["b"], "peering", "p")], "tb": [Way(blocks["a"], "peering", "p")]}
    world.groups = {
        "a0-g": [GroupRule("out", "tcp", 443, 443, ANYWHERE)],
        "b0-g": [GroupRule("in", "tcp", 443, 443, cut["a0"])],
        "c0-g": [GroupRule("in", "tcp", 443, 443, cut["a0"])],
    }
    world.group_vpcs = {name: name[0] for name in world.groups}
    made = stack(world)
    for node in made.nodes.values():
        if node.type == "aws:lb/loadBalancer:LoadBalancer":
            node.type, node.props = STANDING, {"networkConfiguration": node.props}
    ends = ("on-b0", "on-c0", "registry.example.com")
    declare(made, "traffic", *((f"to-{end}", "tcp", "on-a0", end) for end in ends), port=443)
    return made


WHOLE = {"stack_copies_arrive": copying, "stack_logs_arrive": logging, "stack_paths_carry": connected}
TAKEN = {
    "stack_copies_arrive": ("two-copy-versions", "selection"),
    "stack_logs_arrive": ("two-filter", "door"),
    "stack_paths_carry": ("b0-g-0",),
}


def faulty(rule: str) -> Iterator[Stack]:
    """Yield the stacks that *rule* finds one fault with, each."""
    for name in TAKEN[rule]:
        made = WHOLE[rule]()
        made.remove(name)
        yield made
