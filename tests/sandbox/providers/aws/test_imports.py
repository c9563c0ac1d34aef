"""Imports of what was made by other means: accurate programs are taken, inaccurate ones told what differs."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from sandbox.engine.deployment import Deployment
from sandbox.engine.events import Op, Result
from sandbox.project import load_project
from tests.sandbox.providers.aws.bench import ACCOUNT, REGION, Bench
from tests.sandbox.state import PASSPHRASE, SALT

QUEUE = f"arn:aws:sqs:{REGION}:{ACCOUNT}:imported-jobs"
Program = Callable[[], Any]


@pytest.fixture
def deployment(bench: Bench, tmp_path: Path) -> Callable[[Program], Deployment]:
    (tmp_path / "Pulumi.yaml").write_text("name: sample\nruntime: python\n")
    (tmp_path / "Pulumi.demo.yaml").write_text(f"encryptionsalt: {SALT}\nconfig: {{aws:region: {REGION}}}\n")
    project = load_project(tmp_path, "demo", lambda _: PASSPHRASE)
    return lambda program: Deployment(project, tmp_path / "state", {"aws": bench.provider}, PASSPHRASE, program)


def imported(physical_id: str, **options: Any) -> pulumi.ResourceOptions:
    return pulumi.ResourceOptions(import_=physical_id, **options)


def unchanged(result: Result) -> bool:
    return not result.failed and {step.op for step in result.steps} == {Op.SAME}


@pytest.fixture(scope="module")
def made(bench: Bench) -> dict[str, str]:
    """Ids of what boto3 made, by role."""
    kms, sns, sqs, ssm = (bench.boto(service) for service in ("kms", "sns", "sqs", "ssm"))
    tags = [{"Key": "team", "Value": "red"}]
    key = kms.create_key(Description="ours", Tags=[{"TagKey": "team", "TagValue": "red"}])["KeyMetadata"]["KeyId"]
    kms.enable_key_rotation(KeyId=key)
    kms.create_alias(AliasName="alias/imported", TargetKeyId=key)
    topic = sns.create_topic(Name="imported-orders", Tags=tags)["TopicArn"]
    fifo = {"FifoTopic": "true", "DisplayName": "shown", "KmsMasterKeyId": "alias/aws/sns"}
    ssm.put_parameter(Name="/imported/plain", Value="v", Type="String", Description="d")
    ssm.put_parameter(Name="/imported/secret", Value="hush", Type="SecureString", Tags=tags)
    dynamodb = bench.boto("dynamodb")
    hash_key = {"AttributeName": "id", "KeyType": "HASH"}
    text = {"AttributeName": "id", "AttributeType": "S"}
    dynamodb.create_table(
        TableName="imported-plain", KeySchema=[hash_key], AttributeDefinitions=[text], BillingMode="PAY_PER_REQUEST"
    )
    throughput = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 6}
    dynamodb.create_table(
        TableName="imported-full",
        KeySchema=[hash_key],
        AttributeDefinitions=[text, {"AttributeName": "other", "AttributeType": "N"}],
        ProvisionedThroughput=throughput,
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by-other",
                "KeySchema": [{"AttributeName": "other", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"},
                "ProvisionedThroughput": throughput,
            }
        ],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )
    return {
        "key": key,
        "topic": topic,
        "fifo": sns.create_topic(Name="imported.fifo", Attributes=fifo)["TopicArn"],
        "queue": sqs.create_queue(
            QueueName="imported-jobs", Attributes={"VisibilityTimeout": "60"}, tags={"team": "red"}
        )["QueueUrl"],
        "plain queue": sqs.create_queue(QueueName="imported-plain")["QueueUrl"],
        "subscription": sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=QUEUE, ReturnSubscriptionArn=True)[
            "SubscriptionArn"
        ],
    }


def accurate(made: dict[str, str]) -> None:
    tags = {"team": "red"}
    aws.kms.Key("key", description="ours", enable_key_rotation=True, tags=tags, opts=imported(made["key"]))
    aws.kms.Alias("alias", name="alias/imported", target_key_id=made["key"], opts=imported("alias/imported"))
    aws.sns.Topic("topic", name="imported-orders", tags=tags, opts=imported(made["topic"]))
    aws.sns.Topic(
        "fifo",
        name="imported.fifo",
        fifo_topic=True,
        display_name="shown",
        kms_master_key_id="alias/aws/sns",
        opts=imported(made["fifo"]),
    )
    aws.sns.TopicSubscription(
        "subscription", topic=made["topic"], protocol="sqs", endpoint=QUEUE, opts=imported(made["subscription"])
    )
    aws.sqs.Queue("queue", name="imported-jobs", visibility_timeout_seconds=60, tags=tags, opts=imported(made["queue"]))
    aws.sqs.Queue("plain", name="imported-plain", opts=imported(made["plain queue"]))
    aws.ssm.Parameter(
        "parameter", name="/imported/plain", value="v", type="String", description="d", opts=imported("/imported/plain")
    )
    aws.ssm.Parameter(
        "secret",
        name="/imported/secret",
        value="hush",
        type="SecureString",
        tags=tags,
        opts=imported("/imported/secret"),
    )
    text = aws.dynamodb.TableAttributeArgs(name="id", type="S")
    aws.dynamodb.Table(
        "table",
        name="imported-plain",
        hash_key="id",
        attributes=[text],
        billing_mode="PAY_PER_REQUEST",
        opts=imported("imported-plain"),
    )
    aws.dynamodb.Table(
        "full",
        name="imported-full",
        hash_key="id",
        attributes=[text, aws.dynamodb.TableAttributeArgs(name="other", type="N")],
        read_capacity=5,
        write_capacity=6,
        global_secondary_indexes=[
            aws.dynamodb.TableGlobalSecondaryIndexArgs(
                name="by-other", hash_key="other", projection_type="ALL", read_capacity=5, write_capacity=6
            )
        ],
        stream_enabled=True,
        stream_view_type="NEW_IMAGE",
        opts=imported("imported-full"),
    )


def test_accurate_programs_are_taken_and_change_nothing_afterwards(
    deployment: Callable[[Program], Deployment], made: dict[str, str]
) -> None:
    result = deployment(lambda: accurate(made)).up()
    assert [(failure.step.name, failure.message) for failure in result.failures] == []
    assert sum(step.op is Op.IMPORT for step in result.steps) == 11
    assert unchanged(deployment(lambda: accurate(made)).up())


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"visibility_timeout_seconds": 61, "tags": {"team": "red"}}, "visibilityTimeoutSeconds"),
        ({"tags": {"team": "red"}}, "visibilityTimeoutSeconds"),
        ({"visibility_timeout_seconds": 60}, "tags"),
        ({"visibility_timeout_seconds": 60, "tags": {"team": "red"}, "name": "other"}, "name"),
    ],
    ids=["wrong", "left out", "tags left out", "name"],
)
def test_what_a_program_says_wrong_or_leaves_out_is_told(
    deployment: Callable[[Program], Deployment], made: dict[str, str], given: dict[str, Any], told: str
) -> None:
    given = {"name": "imported-jobs", **given}
    result = deployment(lambda: aws.sqs.Queue("queue", **given, opts=imported(made["queue"]))).up()
    assert f"do not match the existing resource: {told}; make" in result.failures[0].message


def test_what_is_ignored_may_differ_in_an_import(
    deployment: Callable[[Program], Deployment], made: dict[str, str], bench: Bench
) -> None:
    options = imported(made["queue"], ignore_changes=["visibilityTimeoutSeconds", "tags"])

    def program() -> None:
        aws.sqs.Queue("queue", name="imported-jobs", visibility_timeout_seconds=99, opts=options)

    assert not deployment(program).up().failed
    assert unchanged(deployment(program).up())
    attributes = bench.boto("sqs").get_queue_attributes(QueueUrl=made["queue"], AttributeNames=["All"])["Attributes"]
    assert attributes["VisibilityTimeout"] == "60"


@pytest.mark.parametrize("role", ["queue", "key"])
def test_what_the_command_imported_is_unchanged_by_an_accurate_program(
    deployment: Callable[[Program], Deployment], made: dict[str, str], role: str
) -> None:
    tags = {"team": "red"}
    kinds: dict[str, tuple[str, Program]] = {
        "queue": (
            "aws:sqs/queue:Queue",
            lambda: aws.sqs.Queue("it", name="imported-jobs", visibility_timeout_seconds=60, tags=tags),
        ),
        "key": (
            "aws:kms/key:Key",
            lambda: aws.kms.Key("it", description="ours", enable_key_rotation=True, tags=tags),
        ),
    }
    token, program = kinds[role]
    deployment(lambda: pulumi.export("x", aws.get_region().name) or None).up()
    assert not deployment(lambda: None).import_(token, "it", made[role]).failed
    for _ in range(2):
        result = deployment(program).up()
        assert not result.failed, (result.failures, json.dumps([str(item) for item in result.diagnostics]))
        assert {step.op for step in result.steps if step.name == "it"} == {Op.SAME}
    changed = deployment(lambda: aws.sqs.Queue("it", name="imported-jobs")).preview() if role == "queue" else None
    if changed:
        step = next(step for step in changed.steps if step.name == "it")
        assert {change.path.split(".")[0] for change in step.changes} == {"tags", "visibilityTimeoutSeconds"}
