"""What the emulator still knows when it was stopped, or a process of it was killed, and started again."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, HTTPClientError

from tests.sandbox.dataplane.cloud import OTHER_REGION, Cloud, cloud, eventually

KILLS = 3
WRITERS = 4
SAVED_SECONDS = 5.0
"""Within which what isn't DynamoDB's data is saved, on an idle machine."""


@pytest.fixture(scope="module")
def mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """An emulator whose processes are killed."""
    with cloud(tmp_path_factory.mktemp("mortal")) as running:
        yield running


def kill(cloud: Cloud, name: str) -> None:
    """Kill a process of the emulator and bring it up again."""
    status = cloud.emulator.status()
    assert status
    os.kill(status.pids[name], 9)
    eventually(lambda: cloud.emulator.lost() == [name])
    assert cloud.emulator.status() is None
    cloud.emulator.start()
    assert cloud.emulator.lost() == []


def test_no_acknowledged_item_or_record_is_lost_and_no_transaction_torn(mortal: Cloud) -> None:
    stream = mortal.table("written", stream=True)
    dynamodb = mortal.client("dynamodb")
    acknowledged: list[str] = []
    stopped = threading.Event()

    def write(writer: int) -> None:
        number = 0
        while not stopped.is_set():
            number += 1
            pair = [f"{writer}-{number:06}-{half}" for half in "ab"]
            puts: list[Any] = [{"Put": {"TableName": "written", "Item": {"k": {"S": key}}}} for key in pair]
            try:
                dynamodb.transact_write_items(TransactItems=puts)
                acknowledged.extend(pair)
            except (ClientError, HTTPClientError):
                continue

    writers = [threading.Thread(target=write, args=(writer,)) for writer in range(WRITERS)]
    for writer in writers:
        writer.start()
    for turn in range(KILLS):
        eventually(lambda turn=turn: len(acknowledged) > 100 * (turn + 1))
        kill(mortal, "ministack")
    stopped.set()
    for writer in writers:
        writer.join()

    pages = dynamodb.get_paginator("scan").paginate(TableName="written", ConsistentRead=True)
    found = {item["k"]["S"] for page in pages for item in page["Items"]}
    assert set(acknowledged) <= found
    assert {key[:-1] for key in found if key.endswith("a")} == {key[:-1] for key in found if key.endswith("b")}
    recorded = records(mortal, stream)
    assert set(recorded) == found
    for writer in range(WRITERS):
        own = [key for key in recorded if key.startswith(f"{writer}-")]
        assert own == sorted(own), "in the order in which they were written"


def records(cloud: Cloud, stream: str) -> list[str]:
    """Return the keys of a stream's records, from its beginning."""
    streams = cloud.client("dynamodbstreams")
    keys: list[str] = []
    for shard in streams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"]:
        iterator = streams.get_shard_iterator(
            StreamArn=stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        while page := streams.get_records(ShardIterator=iterator)["Records"]:
            keys.extend(record["dynamodb"]["Keys"]["k"]["S"] for record in page)
            after = page[-1]["dynamodb"]["SequenceNumber"]
            iterator = streams.get_shard_iterator(
                StreamArn=stream,
                ShardId=shard["ShardId"],
                ShardIteratorType="AFTER_SEQUENCE_NUMBER",
                SequenceNumber=after,
            )["ShardIterator"]
    return keys


def test_a_mapping_takes_each_record_at_least_once_over_a_kill(mortal: Cloud) -> None:
    mortal.table("seen")
    stream = mortal.table("followed", stream=True)
    mortal.function(
        "follows",
        """
import boto3

def handle(event, context):
    for record in event["Records"]:
        boto3.client("dynamodb").put_item(TableName="seen", Item=record["dynamodb"]["Keys"])
""",
    )
    mortal.client("lambda").create_event_source_mapping(
        EventSourceArn=stream, FunctionName="follows", StartingPosition="LATEST"
    )
    dynamodb = mortal.client("dynamodb")
    dynamodb.put_item(TableName="followed", Item={"k": {"S": "first"}})
    eventually(lambda: dynamodb.scan(TableName="seen")["Count"] == 1)
    time.sleep(SAVED_SECONDS)  # the mapping itself is not DynamoDB's data
    for number in range(20):
        dynamodb.put_item(TableName="followed", Item={"k": {"S": str(number)}})
    kill(mortal, "ministack")
    assert eventually(lambda: mortal.client("dynamodb").scan(TableName="seen")["Count"] == 21)


def test_a_global_table_is_whole_in_both_regions(mortal: Cloud) -> None:
    mortal.table("copied", stream=True)
    here, away = mortal.client("dynamodb"), mortal.client("dynamodb", OTHER_REGION)
    here.update_table(TableName="copied", ReplicaUpdates=[{"Create": {"RegionName": OTHER_REGION}}])
    here.put_item(TableName="copied", Item={"k": {"S": "before"}})
    away.delete_item(TableName="copied", Key={"k": {"S": "before"}})
    away.put_item(TableName="copied", Item={"k": {"S": "after"}})
    kill(mortal, "ministack")
    for client in (here, away):
        assert [item["k"]["S"] for item in client.scan(TableName="copied")["Items"]] == ["after"]


def kill_later(cloud: Cloud) -> None:
    time.sleep(SAVED_SECONDS)
    kill(cloud, "ministack")


def restart(cloud: Cloud) -> None:
    before = cloud.emulator.status()
    assert before
    assert cloud.emulator.stop()
    assert cloud.emulator.status() is None
    assert cloud.emulator.start().endpoint == before.endpoint


@pytest.mark.parametrize(("name", "end"), [("killed", kill_later), ("stopped", restart)])
def test_all_else_is_there_some_seconds_after_it_was_told_or_once_it_stopped(
    mortal: Cloud, name: str, end: Callable[[Cloud], None]
) -> None:
    url, _ = mortal.queue(name)
    mortal.client("sqs").send_message(QueueUrl=url, MessageBody="kept")
    kms = mortal.client("kms")
    key, signs = kms.create_key(), kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
    sealed = kms.encrypt(KeyId=key["KeyMetadata"]["KeyId"], Plaintext=b"kept")["CiphertextBlob"]
    signer = {"KeyId": signs["KeyMetadata"]["KeyId"], "SigningAlgorithm": "ECDSA_SHA_256"}
    signature = kms.sign(Message=b"kept", **signer)["Signature"]
    mortal.client("secretsmanager").create_secret(Name=name, SecretString=f"canary-{name}")
    s3 = mortal.client("s3")
    s3.create_bucket(Bucket=f"{name}-bucket")
    s3.put_bucket_versioning(Bucket=f"{name}-bucket", VersioningConfiguration={"Status": "Enabled"})
    versions = [s3.put_object(Bucket=f"{name}-bucket", Key="a", Body=body)["VersionId"] for body in (b"old", b"new")]
    mortal.function(name, "def handle(event, context): return 'kept'")
    logs = mortal.client("logs")
    logs.create_log_group(logGroupName=name)
    logs.create_log_stream(logGroupName=name, logStreamName="one")
    logs.put_log_events(
        logGroupName=name, logStreamName="one", logEvents=[{"timestamp": int(time.time() * 1000), "message": "kept"}]
    )
    end(mortal)
    assert mortal.client("sqs").receive_message(QueueUrl=url)["Messages"][0]["Body"] == "kept"
    assert mortal.client("kms").decrypt(CiphertextBlob=sealed)["Plaintext"] == b"kept"
    assert mortal.client("kms").verify(Message=b"kept", Signature=signature, **signer)["SignatureValid"]
    assert mortal.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"] == f"canary-{name}"
    read = [mortal.client("s3").get_object(Bucket=f"{name}-bucket", Key="a", VersionId=each) for each in versions]
    assert [each["Body"].read() for each in read] == [b"old", b"new"]
    assert mortal.call(name) == "kept"
    assert [each["message"] for each in mortal.client("logs").filter_log_events(logGroupName=name)["events"]] == [
        "kept"
    ]
    files = [file for file in mortal.emulator.home.rglob("*") if file.is_file()]
    assert not [file for file in files if f"canary-{name}".encode() in file.read_bytes()]


def test_what_was_told_just_before_a_stop_is_in_streams_and_tables_too(mortal: Cloud) -> None:
    stream = mortal.table("told", stream=True)
    mortal.client("dynamodb").put_item(TableName="told", Item={"k": {"S": "last"}})
    restart(mortal)
    assert mortal.client("dynamodb").scan(TableName="told")["Items"] == [{"k": {"S": "last"}}]
    assert records(mortal, stream) == ["last"]


def test_a_dead_router_is_brought_up_and_both_halves_are_as_they_were(mortal: Cloud) -> None:
    mortal.client("ssm").put_parameter(Name="kept", Value="v", Type="String")
    kill(mortal, "router")
    assert mortal.client("ssm").get_parameter(Name="kept")["Parameter"]["Value"] == "v"
    assert "written" in mortal.client("dynamodb").list_tables()["TableNames"]


def test_a_dead_moto_comes_up_empty(mortal: Cloud) -> None:
    """It keeps nothing; the next deployment makes again what it finds to be gone."""
    mortal.client("ssm").put_parameter(Name="forgotten", Value="v", Type="String")
    mortal.client("s3").create_bucket(Bucket="of-a-trail")
    kill(mortal, "moto")
    assert mortal.client("ssm").describe_parameters()["Parameters"] == []
    mortal.client("cloudtrail").create_trail(Name="trail", S3BucketName="of-a-trail")
    assert "written" in mortal.client("dynamodb").list_tables()["TableNames"]


def test_a_reset_empties_both_halves(tmp_path: Path) -> None:
    with cloud(tmp_path) as first:
        first.table("gone")
        first.client("ssm").put_parameter(Name="gone", Value="v", Type="String")
    with cloud(tmp_path) as second:
        assert second.client("dynamodb").list_tables()["TableNames"] == []
        assert second.client("ssm").describe_parameters()["Parameters"] == []


def test_it_listens_nowhere_else(own: Cloud) -> None:
    status = own.emulator.status()
    assert status
    own.function("listens", "def handle(event, context): return 1")
    own.call("listens")
    sockets = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    inodes = {
        os.readlink(link).removeprefix("socket:[").rstrip("]")
        for pid in status.pids.values()
        for link in Path(f"/proc/{pid}/fd").iterdir()
        if link.is_symlink() and os.path.lexists(link) and os.readlink(link).startswith("socket:")
    }
    listening = {line[1] for line in sockets if line[3] == "0A" and line[9] in inodes}
    assert {place.split(":")[0] for place in listening} == {"0100007F"}
    known = {f"{port:04X}" for port in status.ports.values()}
    assert known <= {place.split(":")[1] for place in listening}
    assert len(listening) <= len(known) + len(own.client("lambda").list_functions()["Functions"]), "and one a function"
