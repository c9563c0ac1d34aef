"""A small stack of real AWS resources, in versions that differ in every way, and what the emulator holds of it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pulumi
import pulumi_aws as aws

from sandbox.emulator import environment
from sandbox.engine.deployment import Deployment
from sandbox.engine.events import Result
from sandbox.engine.run import Options
from sandbox.project import load_project
from sandbox.providers.standard import standard_providers
from sandbox.state.model import ResourceState
from sandbox.state.store import Store
from tests.sandbox.state import PASSPHRASE, SALT

PREFIX = "kill-test"
REGION = "us-east-1"
ALONE = Options(parallel=1)
"""One step at a time, so that a run comes by the same moments in the same order every time."""
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"},
        ],
    }
)
PUBLISH = {"Effect": "Allow", "Action": "sns:Publish", "Resource": "*"}

Program = Callable[[], None]
Inventory = dict[str, list[str]]


def empty() -> None:
    """Declare nothing."""


def full() -> None:
    """Declare 11 resources: named ones, nameless ones found by their tags, and parts of others."""
    _declare(changed=False)


def changed() -> None:
    """Declare an update, a replacement in either order, a deletion and an addition to `full`."""
    _declare(changed=True)


def _declare(*, changed: bool) -> None:
    def tags(name: str) -> dict[str, str]:
        return {"Name": f"{PREFIX}-{name}", "stack": PREFIX}

    key = aws.kms.Key("key", multi_region=changed, enable_key_rotation=True, tags=tags("key"))
    aws.kms.Alias("alias", name=f"alias/{PREFIX}", target_key_id=key.key_id)
    bucket = aws.s3.Bucket("bucket", bucket=f"{PREFIX}-bucket", tags=tags("bucket"))
    closed = aws.s3.BucketPublicAccessBlock(
        "closed", bucket=bucket.bucket, block_public_acls=True, block_public_policy=True
    )
    status = "Suspended" if changed else "Enabled"
    aws.s3.BucketVersioning(
        "versions",
        bucket=bucket.bucket,
        versioning_configuration=aws.s3.BucketVersioningVersioningConfigurationArgs(status=status),
        opts=pulumi.ResourceOptions(depends_on=[closed]),
    )
    network = "10.1" if changed else "10.0"
    vpc = aws.ec2.Vpc("vpc", cidr_block=f"{network}.0.0/16", enable_dns_hostnames=True, tags=tags("vpc"))
    aws.ec2.Subnet("subnet", vpc_id=vpc.id, cidr_block=f"{network}.1.0/24", tags=tags("subnet"))
    aws.ec2.SecurityGroup("group", vpc_id=vpc.id, description="closed", tags=tags("group"))
    topic = aws.sns.Topic("topic", name=f"{PREFIX}-topic", display_name=status, tags=tags("topic"))
    role = aws.iam.Role("role", name=f"{PREFIX}-role", path="/new/" if changed else "/", assume_role_policy=TRUST)
    document = {"Version": "2012-10-17", "Statement": [PUBLISH]}
    if changed:
        aws.sns.Topic("added", name=f"{PREFIX}-added", kms_master_key_id=key.key_id)
    else:
        aws.iam.RolePolicy(
            "publish", name="publish", role=role.name, policy=topic.arn.apply(lambda _: json.dumps(document))
        )


class SmallStack:
    """The stack in a folder of its own, deployed to the emulator at *endpoint*."""

    def __init__(self, root: Path, endpoint: str) -> None:
        (root / "Pulumi.yaml").write_text("name: sample\nruntime: python\n")
        (root / "Pulumi.demo.yaml").write_text(f"encryptionsalt: {SALT}\nconfig: {{aws:region: {REGION}}}\n")
        self.root = root
        self.folder = root / ".sandbox"
        self.project = load_project(root, "demo", lambda _root: PASSPHRASE)
        self._providers = standard_providers(endpoint, root)

    def deployment(self, program: Program) -> Deployment:
        return Deployment(self.project, self.folder, self._providers, PASSPHRASE, program)

    def up(self, program: Program, options: Options = ALONE) -> Result:
        return self.deployment(program).up(options)

    def drift(self) -> list[tuple[str, str]]:
        """Return how what is there differs from the state."""
        steps = self.deployment(empty).refresh(dry_run=True).steps
        return [(step.op.value, step.name) for step in steps if step.op != "same"]

    def open_store(self) -> Store:
        return Store(self.folder, self.project.name, self.project.stack, PASSPHRASE, SALT)

    def recorded(self) -> Inventory:
        """Return the ids that the state holds, by type; it holds nothing that is half done."""
        with self.open_store() as store:
            assert store.pending == []
            assert not [state.urn for state in store.resources if state.delete or state.pending_replacement]
            return _by_type([state for state in store.resources if state.type.startswith("aws:")])


def _by_type(states: list[ResourceState]) -> Inventory:
    found: Inventory = {}
    for state in states:
        found.setdefault(state.type, []).append(state.id)
    return {token: sorted(ids) for token, ids in found.items()}


class Cloud:
    """What the emulator holds, asked of it by boto3 alone."""

    def __init__(self, endpoint: str) -> None:
        known = environment(endpoint)
        session = boto3.Session(known["AWS_ACCESS_KEY_ID"], known["AWS_SECRET_ACCESS_KEY"], region_name=REGION)
        self._clients: dict[str, Any] = {
            name: session.client(name, endpoint_url=endpoint)  # pyright: ignore[reportCallIssue, reportArgumentType] - named by data
            for name in ("kms", "s3", "ec2", "sns", "iam")
        }
        self._dying: set[str] = set()

    def inventory(self) -> Inventory:
        """Return every id in the account by the type that the stack would have it under, without AWS's own."""
        kms, s3, ec2, sns, iam = (self._clients[name] for name in ("kms", "s3", "ec2", "sns", "iam"))
        keys = [key["KeyId"] for key in kms.list_keys()["Keys"]]
        buckets = [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
        roles = [role["RoleName"] for role in iam.list_roles()["Roles"]]
        found = {
            "aws:kms/key:Key": [key for key in keys if self._enabled(key)],
            "aws:kms/alias:Alias": [
                alias["AliasName"] for alias in kms.list_aliases()["Aliases"] if alias["AliasName"][:10] != "alias/aws/"
            ],
            "aws:s3/bucket:Bucket": buckets,
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": [name for name in buckets if self._closed(name)],
            "aws:s3/bucketVersioning:BucketVersioning": [
                name for name in buckets if "Status" in s3.get_bucket_versioning(Bucket=name)
            ],
            "aws:ec2/vpc:Vpc": [vpc["VpcId"] for vpc in ec2.describe_vpcs()["Vpcs"] if not vpc["IsDefault"]],
            "aws:ec2/subnet:Subnet": [
                subnet["SubnetId"] for subnet in ec2.describe_subnets()["Subnets"] if not subnet["DefaultForAz"]
            ],
            "aws:ec2/securityGroup:SecurityGroup": [
                group["GroupId"]
                for group in ec2.describe_security_groups()["SecurityGroups"]
                if group["GroupName"] != "default"
            ],
            "aws:sns/topic:Topic": [topic["TopicArn"] for topic in sns.list_topics()["Topics"]],
            "aws:iam/role:Role": roles,
            "aws:iam/rolePolicy:RolePolicy": [
                f"{role}:{policy}" for role in roles for policy in iam.list_role_policies(RoleName=role)["PolicyNames"]
            ],
        }
        return {token: sorted(ids) for token, ids in found.items() if ids}

    def _enabled(self, key: str) -> bool:
        """Return whether the key doesn't wait for its deletion; one that once did is not asked for again."""
        if key not in self._dying and self._clients["kms"].describe_key(KeyId=key)["KeyMetadata"]["Enabled"]:
            return True
        self._dying.add(key)
        return False

    def _closed(self, bucket: str) -> bool:
        s3 = self._clients["s3"]
        try:
            s3.get_public_access_block(Bucket=bucket)
        except s3.exceptions.ClientError:
            return False
        return True
