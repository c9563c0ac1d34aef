"""Stacks of several tenants."""

import json
from collections.abc import Sequence
from typing import Any

from tests.policies.stack import Ref, Stack

TENANTS = ("acme", "bolt", "core", "dyne")
REGION = "eu-west-1"
STORES = {
    "key": "aws:kms/key:Key",
    "table": "aws:dynamodb/table:Table",
    "bucket": "aws:s3/bucket:Bucket",
    "queue": "aws:sqs/queue:Queue",
    "logs": "aws:cloudwatch/logGroup:LogGroup",
}
SERVICES = {"key": "kms", "table": "dynamodb", "bucket": "s3", "queue": "sqs", "logs": "logs"}
ACTIONS = {
    "key": ["kms:Decrypt"],
    "table": ["dynamodb:GetItem", "dynamodb:Query"],
    "bucket": ["s3:GetObject"],
    "queue": ["sqs:ReceiveMessage"],
    "logs": ["logs:PutLogEvents"],
}
ADMITTING = (
    ("aws:backup/vaultPolicy:VaultPolicy", "backupVaultName", "aws:backup/vault:Vault"),
    ("aws:dynamodb/resourcePolicy:ResourcePolicy", "resourceArn", "aws:dynamodb/table:Table"),
    ("aws:ecr/repositoryPolicy:RepositoryPolicy", "repository", "aws:ecr/repository:Repository"),
    ("aws:efs/fileSystemPolicy:FileSystemPolicy", "fileSystemId", "aws:efs/fileSystem:FileSystem"),
    ("aws:kms/keyPolicy:KeyPolicy", "keyId", "aws:kms/key:Key"),
    ("aws:kms/keyPolicy:KeyPolicy", "keyId", "aws:kms/replicaKey:ReplicaKey"),
    ("aws:s3/bucketPolicy:BucketPolicy", "bucket", "aws:s3/bucket:Bucket"),
    ("aws:secretsmanager/secretPolicy:SecretPolicy", "secretArn", "aws:secretsmanager/secret:Secret"),
    ("aws:sns/topicPolicy:TopicPolicy", "arn", "aws:sns/topic:Topic"),
    ("aws:sqs/queuePolicy:QueuePolicy", "queueUrl", "aws:sqs/queue:Queue"),
)
"""What says who may use another resource, its property that names it, and the type of that."""

UNDER = (
    ("aws:backup/vault:Vault", "kmsKeyArn"),
    ("aws:dynamodb/table:Table", "serverSideEncryption"),
    ("aws:eks/cluster:Cluster", "encryptionConfig"),
    ("aws:opensearch/domain:Domain", "encryptAtRest"),
    ("aws:rds/cluster:Cluster", "kmsKeyId"),
    ("aws:sqs/queue:Queue", "kmsMasterKeyId"),
)
"""What lies under a key, and the property, or the block, that names the key."""


def arn(name: str, kind: str) -> str:
    """Return the ARN of the resource *name* of the service *kind*."""
    return f"arn:aws:{kind}:{REGION}:123456789012:{name}"


def role_arn(tenant: str) -> str:
    """Return the ARN of the role of *tenant*."""
    return f"arn:aws:iam::123456789012:{tenant}-role"


def allow(actions: Sequence[str], resources: Any, **condition: Any) -> dict[str, Any]:
    """Return a statement."""
    statement = {"Sid": "S", "Effect": "Allow", "Action": actions, "Resource": resources}
    return {**statement, "Condition": condition} if condition else statement


def admit(tenant: str) -> str:
    """Return a policy that lets in the role of *tenant*."""
    return json.dumps(
        {"Version": "2012-10-17", "Statement": {**allow(["s3:*"], "*"), "Principal": {"AWS": role_arn(tenant)}}}
    )


def tenants(names: Sequence[str] = TENANTS) -> Stack:
    """Each tenant with a store of every kind and a role for them."""
    stack = Stack()
    for name in names:
        stack.add("aws:iam/role:Role", f"{name}-role", name=f"{name}-role", tags={"tenant": name})
        for part, kind in STORES.items():
            stack.add(kind, f"{name}-{part}", region=REGION, tags={"tenant": name})
        stack.nodes[f"{name}-logs"].props["arn"] = arn(f"{name}-logs", "logs")
        own = [allow(ACTIONS[part], arn(f"{name}-{part}", SERVICES[part])) for part in STORES]
        add_policy(stack, name, "own", *own)
    return stack


def add_policy(stack: Stack, tenant: str, name: str, *statements: Any) -> None:
    """Give the role of *tenant* a policy *name* of *statements*."""
    policy = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    role = Ref(f"{tenant}-role", "name")
    stack.add("aws:iam/rolePolicy:RolePolicy", f"{tenant}-{name}", role=role, policy=policy)


def mixed_up() -> Stack:
    """Two tenants, where each kind of way leads from one to what is the other's."""
    stack = tenants(TENANTS[:2])
    stack.add("aws:dynamodb/table:Table", "shared", region=REGION, tags={"tenancy": "pooled"})
    add_policy(stack, "acme", "foreign", allow(["sqs:*"], arn("bolt-queue", "sqs")))
    add_policy(stack, "bolt", "shared", allow(["dynamodb:*"], arn("shared", "dynamodb")))
    for kind in ("user", "group"):
        stack.add(f"aws:iam/{kind}:{kind.capitalize()}", f"acme-{kind}", name=f"acme-{kind}", tags={"tenant": "acme"})
    for kind in ("user", "group", "role"):
        foreign = json.dumps({"Version": "2012-10-17", "Statement": allow(["s3:*"], arn("bolt-bucket", "s3"))})
        name = Ref(f"acme-{kind}", "name")
        props: dict[str, Any] = {kind: name, "policy": foreign}
        stack.add(f"aws:iam/{kind}Policy:{kind.capitalize()}Policy", f"acme-{kind}-inline", **props)
        stack.add("aws:iam/policy:Policy", f"acme-{kind}-policy", policy=foreign)
        props = {kind: name, "policyArn": Ref(f"acme-{kind}-policy")}
        stack.add(f"aws:iam/{kind}PolicyAttachment:{kind.capitalize()}PolicyAttachment", f"acme-{kind}-more", **props)
        held, exclusive = (
            f"held-{kind}",
            f"{kind}PolicyAttachmentsExclusive:{kind.capitalize()}PolicyAttachmentsExclusive",
        )
        stack.add(f"aws:iam/{kind}:{kind.capitalize()}", held, name=held, tags={"tenant": "acme"})
        props = {f"{kind}Name": Ref(held, "name"), "policyArns": [Ref(f"acme-{kind}-policy")]}
        stack.add(f"aws:iam/{exclusive}", f"{held}-every", **props)
        listed = f"listed-{kind}"
        stack.add(f"aws:iam/{kind}:{kind.capitalize()}", listed, name=listed, tags={"tenant": "acme"})
    props = {f"{kind}s": [Ref(f"listed-{kind}", "name")] for kind in ("group", "role", "user")}
    stack.add("aws:iam/policyAttachment:PolicyAttachment", "together", policyArn=Ref("acme-role-policy"), **props)
    inline = [{"name": "own", "policy": foreign}]
    stack.add("aws:iam/role:Role", "inline-role", name="inline-role", tags={"tenant": "acme"}, inlinePolicies=inline)
    naming: dict[str, Any] = {"name": "naming-role", "managedPolicyArns": [Ref("acme-role-policy")]}
    stack.add("aws:iam/role:Role", "naming-role", tags={"tenant": "acme"}, **naming)
    for index, (kind, prop, of) in enumerate(ADMITTING):
        named: dict[str, Any] = {"bucket": f"owned-{index}"} if prop == "bucket" else {}
        stack.add(of, f"owned-{index}", region=REGION, tags={"tenant": "acme"}, **named)
        props = {prop: Ref(f"owned-{index}", "bucket" if named else "id"), "policy": admit("bolt")}
        stack.add(kind, f"policy-{index}", region=REGION, **props)
    grant: dict[str, Any] = {"keyId": Ref("acme-key", "id"), "granteePrincipal": Ref("bolt-role")}
    stack.add("aws:kms/grant:Grant", "grant", operations=["Decrypt"], **grant)
    for index, (kind, prop) in enumerate(UNDER):
        props = {prop: [Ref("bolt-key")]}
        stack.add(kind, f"under-{index}", region=REGION, tags={"tenant": "acme"}, **props)
    stack.nodes["acme-queue"].props["policy"] = admit("bolt")
    return stack
