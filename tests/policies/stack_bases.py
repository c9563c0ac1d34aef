"""The stacks that every stack rule is tried on, sound ones and faulty ones."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from policies.rules.stack._recovery import STORES
from policies.rules.stack.stack_stores_are_catalogued import KINDS as CATALOGUED
from tests.policies.account import WATCHERS
from tests.policies.beside import alone, beside, shared
from tests.policies.copies import copies, selected
from tests.policies.platform import ADMINISTRATOR, HELD_TAGS, KEY_POLICY, platform
from tests.policies.reached import corners, entries, guarded, hops
from tests.policies.stack import Node, Ref, Stack, View
from tests.policies.stack_watch import ANY
from tests.policies.standing import ADMINISTRATOR as EVERY_POWER
from tests.policies.standing import administered
from tests.policies.tenants import mixed_up
from tests.policies.ways import open_way
from tests.policies.zoo import bare_zoo, watched_zoo, zoo

HERE, ABROAD = "us-east-1", "eu-west-1"
ALARM, COMPOSITE = "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm"
TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms"
EVERYTHING_WITH_KEYS = '{"Statement": {"Effect": "Allow", "Action": "kms:*", "Resource": "*"}}'


def broken() -> Stack:
    """A platform that fails every stack rule but those on what the internet reaches of machines."""
    stack = platform(protect=True)
    for name in (
        "account-block", "passwords", "endpoint-s3-eu-west-1", "archive-eu-west-1-BucketLifecycleConfiguration",
        "archive-us-east-1-logging", "acl-eu-west-1-logging", "acl-eu-west-1-trouble", "archive-eu-west-1-encryption",
        "backup-eu-west-1-selection", "cdn-log-delivery", "gateway-eu-west-1-firewall", "keys-restricted-eu-west-1",
        "archive-us-east-1-lock", "default-eu-west-1", "restored-eu-west-1", "vault-eu-west-1-policy", "zone-signing",
        "network-eu-west-1-firewall-logging", "network-eu-west-1-log", "vault-eu-west-1-lock", "backup-told-eu-west-1",
        "gateway-eu-west-1-authorizer", "gateway-eu-west-1-settings",
    ):  # fmt: skip
        stack.remove(name)
    for region in (HERE, ABROAD):
        for name in (*WATCHERS.values(), "snapshots"):
            stack.remove(f"{name}-{region}")
    for kind, name in WATCHERS.items():
        if name in ("cfg", "ebs", "guardduty"):
            stack.add(kind, f"lone-{name}", region="ap-southeast-2")
    stack.add("aws:lambda/function:Function", "unguarded", region="ap-southeast-2")
    for region in ("ap-southeast-2", "sa-east-1"):
        stack.add("aws:securityhub/account:Account", f"lone-hub-{region}", region=region, enableDefaultStandards=False)
    stack.nodes["metadata-us-east-1"].props["region"] = ABROAD
    stack.add("aws:ec2/subnet:Subnet", "subnet", region=HERE, availabilityZone="us-east-1a")
    stack.add("aws:eks/nodeGroup:NodeGroup", "nodes", region=HERE, subnetIds=[Ref("subnet", "id")])
    stack.nodes["trail"].props["cloudWatchLogsGroupArn"] = None
    stack.nodes["shard-map-table"].props["tags"] = HELD_TAGS
    stack.nodes["deploy"].props["tags"] = {"tenant": "one"}
    stack.nodes["database-secret"].props["tags"] = {"tenant": "one"}
    stack.nodes["keys-restricted-us-east-1"].props["tags"] = {"tenant": "other"}
    stack.add("aws:opensearch/domain:Domain", "search", region=HERE)
    stack.nodes["deploy-keys"].props["policy"] = EVERYTHING_WITH_KEYS
    stack.add("aws:iam/group:Group", "bosses", name="bosses")
    power: dict[str, Any] = {"group": Ref("bosses", "name"), "policyArn": EVERY_POWER}
    stack.add("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "bosses-may", **power)
    stack.nodes["keys-restricted-us-east-1"].props["policy"] = None
    stack.nodes["database-eu-west-1-cluster"].props["backupRetentionPeriod"] = 0
    stack.add("aws:ecr/repository:Repository", "images", region=HERE)
    opening = {"ruleAction": "allow", "protocol": "-1", "cidrBlock": "0.0.0.0/0", "ruleNumber": 200}
    stack.add("aws:ec2/networkAclRule:NetworkAclRule", "opening", region=HERE, networkAclId="acl-1", **opening)
    stack.nodes["database-us-east-1-cluster"].props.update(kmsKeyId="alias/aws/rds", deletionProtection=False)
    early = {**entry("aws:sqs/queue:Queue", "letters"), "keptDays": 30, "rtoMinutes": 60}
    stack.add("aws:sqs/queue:Queue", "letters", region=HERE, messageRetentionSeconds=172_800)
    stack.add("groot:index:DataCatalogue", "data-catalogue", stores=[early])
    return stack


def entry(kind: str, pattern: str, data_class: str = "restricted") -> dict[str, Any]:
    """What a catalogue of personal data says of one store."""
    return {"name": "kept", "dataClass": data_class, "resources": [{"type": kind, "name": pattern}]}


def catalogued() -> Stack:
    """The zoo with a catalogue that names all it keeps, and names one of what isn't there."""
    stack = zoo()
    kinds = {node.type for node in stack.nodes.values()} & {*CATALOGUED}
    for kind in {*CATALOGUED} - kinds:
        stack.add(kind, f"kept-{kind.rpartition('/')[0].rpartition(':')[2]}", region=HERE)
    entries = [entry("aws:sqs/queue:Queue", "lost"), *(entry(kind, "*") for kind in CATALOGUED)]
    stack.add("groot:index:DataCatalogue", "data-catalogue", stores=entries)
    return stack


LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
PLAN, VAULT, TABLE = "aws:backup/plan:Plan", "aws:backup/vault:Vault", "aws:dynamodb/table:Table"
KEPT: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "bucket": ("aws:s3/bucket:Bucket", {"bucket": "kept"}),
    "cluster": ("aws:rds/cluster:Cluster", {"backupRetentionPeriod": 35}),
    "delivery": ("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", {}),
    "group": ("aws:cloudwatch/logGroup:LogGroup", {"retentionInDays": 30}),
    "machine": ("aws:sfn/stateMachine:StateMachine", {}),
    "queue": ("aws:sqs/queue:Queue", {"messageRetentionSeconds": 30 * 86_400}),
    "replica": (TABLE, {"replicas": [{"regionName": ABROAD, "pointInTimeRecovery": True}]}),
    "secret": ("aws:secretsmanager/secret:Secret", {"recoveryWindowInDays": 30}),
    "stream": ("aws:kinesis/stream:Stream", {"retentionPeriod": 720}),
    "table": (TABLE, {"pointInTimeRecovery": {"enabled": True, "recoveryPeriodInDays": 35}}),
    "vault": (VAULT, {"name": "kept"}),
}
"""What is told for how long it keeps what it holds, or what was deleted: 30 days, or 35."""
ENDS = {"delivery": 1, "machine": 90, **dict.fromkeys(("cluster", "replica", "secret", "table"))}
"""Days of what can't be told, and of what nothing ends in time."""


def retained(*, later: int = 0, back_days: int = 35) -> Stack:
    """A store of each kind that ends what it holds *later* days than the catalogue says."""
    stack = Stack()
    entries: list[dict[str, Any]] = []
    for name, (kind, props) in KEPT.items():
        stack.add(kind, name, region=HERE, **props)
        days = ENDS.get(name, 30)
        told = {"recoverableDays": back_days, **({"keptDays": days - later} if days else {})}
        entries.append({**entry(kind, name), **told})
    whole = {"status": "Enabled", "filter": {"prefix": ""}, "expiration": {"days": 30}}
    rules = [{**whole, "noncurrentVersionExpiration": {"noncurrentDays": 35}}]
    stack.add(LIFECYCLE, "lifecycle", region=HERE, bucket=Ref("bucket", "bucket"), rules=rules)
    ending = {"lifecycle": {"deleteAfter": 30}}
    copies = [{"destinationVaultArn": "arn:aws:backup:us-east-1:123456789012:backup-vault:elsewhere", **ending}]
    planned = {"targetVaultName": Ref("vault", "name"), **ending, "copyActions": copies}
    stack.add(PLAN, "plan", region=HERE, rules=[planned])
    stack.add("groot:index:DataCatalogue", "data-catalogue", stores=entries)
    return stack


def promised(*, rto_minutes: int = 60, held: str = "15") -> Stack:
    """A store of each kind, most of which nothing brings back, and what the catalogue promises of them."""
    stack = Stack()
    told = {"rtoMinutes": rto_minutes, "rpoMinutes": 15, "restoreMinutes": 45}
    entries: list[dict[str, Any]] = []
    for kind in sorted({*STORES, *CATALOGUED}):
        name = kind.removeprefix("aws:").partition(":")[0]
        stack.add(kind, name, region=HERE, tags={"rpo-minutes": held})
        entries.append({**entry(kind, name), **told})
    stack.add(TABLE, "by-aws", region=HERE, tags={"rpo-minutes": held})
    entries.append({**entry(TABLE, "by-aws"), **told, "restoreMinutes": None})
    stack.add("aws:sqs/queue:Queue", "given-up", region=HERE)
    entries.append(entry("aws:sqs/queue:Queue", "given-up"))
    stack.add("groot:index:DataCatalogue", "data-catalogue", stores=entries)
    return stack


def seen_to() -> Stack:
    """What people ask is seen to, by what is run each hour and rings in time."""
    stack = Stack()
    stack.add("groot:index:DataCatalogue", "data-catalogue", stores=[])
    stack.add("groot:index:RequestWorkflow", "requests")
    stack.add(
        "aws:cloudwatch/eventRule:EventRule", "hourly", "requests", region=HERE, scheduleExpression="rate(1 hour)"
    )
    stack.add(ALARM, "late", "requests", region=HERE, metricName="RequestsLate")
    return stack


def shared_account() -> Stack:
    """A platform in an account that another stack owns."""
    stack = platform(("us-east-1",))
    stack.add("groot:index:SharedAccount", "account-of-main")
    return stack


def left_out() -> Stack:
    """A platform without the rooms that policies ask after."""
    stack = platform(("us-east-1",))
    for room in ("resilience", "security"):
        stack.add("groot:index:LeftOut", f"left-out-{room}")
    return stack


def duties() -> Stack:
    """Keys and identities whose duties are not parted, by each kind of policy, attachment and grant."""
    stack = Stack()
    for kind in ("group", "role", "user"):
        stack.add(f"aws:iam/{kind}:{kind.capitalize()}", kind, name=kind)
        stack.add(f"aws:iam/{kind}:{kind.capitalize()}", f"other-{kind}", name=f"other-{kind}")
        own: dict[str, Any] = {kind: Ref(kind, "name"), "policy": EVERYTHING_WITH_KEYS}
        stack.add(f"aws:iam/{kind}Policy:{kind.capitalize()}Policy", f"{kind}-own", **own)
        stack.add("aws:iam/policy:Policy", f"{kind}-policy", policy=EVERYTHING_WITH_KEYS)
        attached: dict[str, Any] = {kind: Ref(kind, "name"), "policyArn": Ref(f"{kind}-policy")}
        stack.add(f"aws:iam/{kind}PolicyAttachment:{kind.capitalize()}PolicyAttachment", f"{kind}-more", **attached)
        stack.add(f"aws:iam/{kind}:{kind.capitalize()}", f"held-{kind}", name=f"held-{kind}")
        every: dict[str, Any] = {f"{kind}Name": Ref(f"held-{kind}", "name"), "policyArns": [Ref(f"{kind}-policy")]}
        exclusive = f"{kind}PolicyAttachmentsExclusive:{kind.capitalize()}PolicyAttachmentsExclusive"
        stack.add(f"aws:iam/{exclusive}", f"{kind}-every", **every)
        stack.add(f"aws:iam/{kind}:{kind.capitalize()}", f"listed-{kind}", name=f"listed-{kind}")
    together: dict[str, Any] = {f"{kind}s": [Ref(f"listed-{kind}", "name")] for kind in ("group", "role", "user")}
    stack.add("aws:iam/policyAttachment:PolicyAttachment", "together", policyArn=Ref("role-policy"), **together)
    inline = [{"name": "own", "policy": EVERYTHING_WITH_KEYS}]
    stack.add("aws:iam/role:Role", "inline-role", name="inline-role", inlinePolicies=inline)
    stack.add("aws:iam/role:Role", "naming-role", name="naming-role", managedPolicyArns=[Ref("role-policy")])
    for kind in ("externalKey", "key", "replicaKey"):
        stack.add(f"aws:kms/{kind}:{kind[0].upper()}{kind[1:]}", kind, policy=KEY_POLICY)
        grant: dict[str, Any] = {"keyId": Ref(kind, "id"), "granteePrincipal": ADMINISTRATOR}
        stack.add("aws:kms/grant:Grant", f"{kind}-opens", operations=["Decrypt"], **grant)
        stack.add(f"aws:kms/{kind}:{kind[0].upper()}{kind[1:]}", f"{kind}-apart")
        policy: dict[str, Any] = {"keyId": Ref(f"{kind}-apart", "id"), "policy": KEY_POLICY}
        stack.add("aws:kms/keyPolicy:KeyPolicy", f"{kind}-policy", **policy)
    return stack


def frontier(anchor: str) -> Stack:
    """Two regions, the second held by a resource of the type *anchor* alone; what replicates misses there."""
    stack = Stack()
    for kind in ANCHORS:
        stack.add(kind, f"home-{kind}", region=HERE)
    stack.add(anchor, "anchor", region=ABROAD)
    stack.add("aws:kms/key:Key", "key", region=HERE, multiRegion=True, policy=KEY_POLICY)
    return stack


def scattered() -> Stack:
    """Everything that runs somewhere, each in a region of its own."""
    stack = Stack()
    for index, kind in enumerate(RUNNING):
        stack.add(kind, f"running-{index}", region=f"region-{index}")
    return stack


def replicated() -> Stack:
    """Three regions of two jurisdictions, where what replicates misses one region."""
    stack = Stack()
    for region, residency in ((HERE, "us"), ("us-west-2", "us"), (ABROAD, "eu")):
        stack.add("aws:ec2/vpc:Vpc", f"vpc-{region}", region=region, tags={"residency": residency})
    for name, tags in (("held", HELD_TAGS), ("free", {})):
        listed: dict[str, Any] = {"region": HERE, "tags": tags}
        stack.add("aws:dynamodb/table:Table", f"{name}-table", replicas=[{"regionName": ABROAD}], **listed)
        stack.add("aws:secretsmanager/secret:Secret", f"{name}-secret", replicas=[{"region": ABROAD}], **listed)
        stack.add("aws:kms/key:Key", f"{name}-key", multiRegion=True, **listed)
        stack.add("aws:rds/globalCluster:GlobalCluster", f"{name}-database", **listed)
        copy, table = "aws:dynamodb/tableReplica:TableReplica", Ref(f"{name}-apart")
        stack.add("aws:dynamodb/table:Table", f"{name}-apart", **listed)
        stack.add(copy, f"{name}-replica", region="us-west-2", globalTableArn=table)
    return stack


def needing(kind: str) -> Stack:
    """A network, and one thing for which it needs an endpoint."""
    stack = Stack()
    stack.add("aws:ec2/vpc:Vpc", "vpc", region=HERE)
    stack.add(kind, "user", region=HERE)
    return stack


def told() -> Stack:
    """Alarms that tell somebody by another, or on an expression, and vaults that tell by themselves."""
    stack = Stack()
    for name in ("child", "other", "linked", "ratio"):
        stack.add("aws:sqs/queue:Queue", name, region=HERE, name=name)
    for name in ("child", "linked"):
        dimensions = {"QueueName": Ref(name, "name")}
        stack.add(ALARM, f"{name}-alarm", region=HERE, name=f"{name}-alarm", dimensions=dimensions)
    rule = 'ALARM("child-alarm") AND NOT ALARM(other-alarm)'
    stack.add(COMPOSITE, "by-name", region=HERE, alarmRule=rule, alarmActions=[TOPIC])
    stack.add(COMPOSITE, "by-link", region=HERE, alarmRule=Ref("linked-alarm", "name"), alarmActions=[TOPIC])
    metric = {"dimensions": {"QueueName": Ref("ratio", "name")}}
    stack.add(ALARM, "ratio-alarm", region=HERE, metricQueries=[{"metric": metric}], alarmActions=[TOPIC])
    stack.add("aws:backup/vault:Vault", "vault", region=HERE, name="vault")
    notifications = "aws:backup/vaultNotifications:VaultNotifications"
    stack.add(notifications, "notifications", region=HERE, backupVaultName=Ref("vault", "name"))
    return stack


def listed() -> Stack:
    """Network ACLs whose entries are resources of their own, beside entries they declare, and repositories."""
    stack = Stack()
    for kind in ("networkAcl", "defaultNetworkAcl"):
        acl = f"aws:ec2/{kind}:{kind[0].upper()}{kind[1:]}"
        stack.add(acl, kind, region=HERE)
        open_ = {"protocol": "-1", "cidrBlock": "0.0.0.0/0", "fromPort": 0, "toPort": 0}
        shell = {"protocol": "tcp", "fromPort": 22, "toPort": 22}
        entries = (
            ("deny", {**shell, "toPort": 3389, "cidrBlock": "0.0.0.0/0"}, 100, "deny", False),
            ("deny6", {**shell, "ipv6CidrBlock": "::/0"}, 110, "deny", False),
            ("allow", open_, 200, "allow", False),
            ("allow6", {**shell, "ipv6CidrBlock": "::/0"}, 210, "allow", False),
            ("high", {**shell, "fromPort": 23, "toPort": 3000, "cidrBlock": "0.0.0.0/0"}, 80, "allow", False),
            ("out", open_, 50, "allow", True),
        )
        for name, entry, number, action, egress in entries:
            ruled = {"networkAclId": Ref(kind, "id"), "ruleNumber": number, "ruleAction": action, "egress": egress}
            stack.add("aws:ec2/networkAclRule:NetworkAclRule", f"{kind}-{name}", region=HERE, **entry, **ruled)
    registry = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration"
    stack.add(registry, "registry", region=HERE, rules=[{"scanFrequency": "SCAN_ON_PUSH"}])
    stack.add("aws:ecr/repository:Repository", "repository", region=HERE)
    return stack


def frozen(stack: Stack) -> Stack:
    """Return *stack* as it would be read back: values in place of what they refer to."""
    result = Stack()
    for resource, node in zip(stack.graph(View.LIVE), stack.nodes.values(), strict=True):
        result.nodes[node.name] = Node(
            type=node.type, name=node.name, props=dict(resource.props), parent=node.parent, protect=node.protect
        )
    return result


ANCHORS = (
    "aws:apigateway/restApi:RestApi",
    "aws:backup/vault:Vault",
    "aws:ec2/vpc:Vpc",
    "aws:eks/cluster:Cluster",
    "aws:rds/cluster:Cluster",
)
RUNNING = (
    *ANCHORS,
    "aws:apigatewayv2/api:Api",
    "aws:apprunner/service:Service",
    "aws:autoscaling/group:Group",
    "aws:batch/computeEnvironment:ComputeEnvironment",
    "aws:docdb/cluster:Cluster",
    "aws:dynamodb/table:Table",
    "aws:ec2/instance:Instance",
    "aws:ecs/cluster:Cluster",
    "aws:ecs/service:Service",
    "aws:efs/fileSystem:FileSystem",
    "aws:elasticache/cluster:Cluster",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:elasticbeanstalk/environment:Environment",
    "aws:elb/loadBalancer:LoadBalancer",
    "aws:emr/cluster:Cluster",
    "aws:lambda/function:Function",
    "aws:lb/loadBalancer:LoadBalancer",
    "aws:memorydb/cluster:Cluster",
    "aws:msk/cluster:Cluster",
    "aws:neptune/cluster:Cluster",
    "aws:opensearch/domain:Domain",
    "aws:rds/instance:Instance",
    "aws:redshift/cluster:Cluster",
    "aws:sagemaker/endpoint:Endpoint",
)
NEEDING = (
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:dynamodb/table:Table",
    "aws:eks/cluster:Cluster",
    "aws:kms/key:Key",
    "aws:s3/bucket:Bucket",
    "aws:secretsmanager/secret:Secret",
    "aws:sqs/queue:Queue",
)
LONE = ("aws:iam/group:Group", "aws:iam/role:Role", "aws:iam/user:User")
BASES: Sequence[Callable[[], Stack]] = (
    platform,
    broken,
    beside,
    alone,
    shared,
    zoo,
    bare_zoo,
    watched_zoo,
    told,
    listed,
    scattered,
    shared_account,
    left_out,
    catalogued,
    retained,
    partial(retained, later=25),
    partial(retained, back_days=1),
    seen_to,
    promised,
    partial(promised, rto_minutes=30),
    copies,
    selected,
    duties,
    administered,
    mixed_up,
    open_way,
    hops,
    entries,
    corners,
    guarded,
    replicated,
    *(partial(frontier, kind) for kind in ANCHORS),
    *(partial(needing, kind) for kind in (*NEEDING, *LONE)),
)
MORE: Mapping[tuple[str, str], Sequence[Any]] = {
    (ANY, "tags"): ({"data-class": "restricted"}, {"tenant": "acme"}, {"tenancy": "pooled"}),
    (ANY, "tags.data-class"): ("public", "restricted"),
    (ANY, "tags.residency"): ("any-region",),
    (ANY, "tags.rpo-minutes"): ("20",),
    (ANY, "backupRetentionPeriod"): (0, 7),
    (ANY, "pointInTimeRecovery.recoveryPeriodInDays"): (1,),
    ("groot:index:DataCatalogue", "stores[].rpoMinutes"): (5,),
    ("aws:cloudwatch/eventRule:EventRule", "state"): ("DISABLED",),
    ("aws:cloudfront/distribution:Distribution", "loggingConfig"): ({"bucket": "logs"},),
}
