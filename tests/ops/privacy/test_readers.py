"""Readers read everything: all pages, former versions, nested values, former items of a stream, messages that stay."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from ops.privacy import readers
from tests.sandbox.dataplane.cloud import REGION, Cloud, cloud, eventually


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    with cloud(tmp_path_factory.mktemp("emulator")) as found:
        yield found


def content(own: Cloud, read: Any, name: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for place, each in read(lambda service: own.client(service, REGION), name):
        found[place] = found.get(place, b"") + each + b"\n"
    return found


def test_items_are_read_at_any_depth_and_what_they_were_too(own: Cloud) -> None:
    own.table("kept", stream=True)
    table = own.client("dynamodb")
    item = {"k": {"S": "one"}, "deep": {"M": {"in": {"L": [{"B": b"\x00former"}]}}}}
    table.put_item(TableName="kept", Item=item)
    table.put_item(TableName="kept", Item={"k": {"S": "one"}, "n": {"N": "17"}})
    found = content(own, readers.table, "kept")
    assert b"17" in found["item"]
    assert b"former" not in found["item"]
    assert b"\x00former" in found["stream"]


def test_versions_that_were_overwritten_are_read_with_their_keys(own: Cloud) -> None:
    s3 = own.client("s3")
    s3.create_bucket(Bucket="kept")
    s3.put_bucket_versioning(Bucket="kept", VersioningConfiguration={"Status": "Enabled"})
    for body in (b"first", b"second"):
        s3.put_object(Bucket="kept", Key="a/b", Body=body)
    assert {*content(own, readers.bucket, "kept")["a/b"].split()} == {b"a/b", b"first", b"second"}


def test_every_message_of_a_queue_is_read_and_stays(own: Cloud) -> None:
    url, _ = own.queue("kept")
    for number in range(25):
        own.client("sqs").send_message(QueueUrl=url, MessageBody=f"message-{number}")
    for _ in range(2):
        found = content(own, readers.queue, url)["message"].split()
        assert {each.decode() for each in found} == {f"message-{number}" for number in range(25)}


def test_every_event_of_a_log_group_is_read(own: Cloud) -> None:
    logs = own.client("logs")
    logs.create_log_group(logGroupName="kept")
    for stream in ("a", "b"):
        logs.create_log_stream(logGroupName="kept", logStreamName=stream)
        events = [{"timestamp": 1_700_000_000_000 + each, "message": f"{stream}{each}"} for each in range(60)]
        logs.put_log_events(logGroupName="kept", logStreamName=stream, logEvents=events)
    found = content(own, readers.log_group, "kept")["message"].split()
    assert {each.decode() for each in found} == {f"{stream}{each}" for stream in "ab" for each in range(60)}


def test_every_execution_of_a_state_machine_is_read_with_what_was_between(own: Cloud) -> None:
    machines = own.client("stepfunctions")
    states = {
        "Add": {"Type": "Pass", "Result": "between", "Next": "End"},
        "End": {"Type": "Pass", "Result": "after", "End": True},
    }
    arn = machines.create_state_machine(
        name="kept", roleArn=own.role("runs"), definition=json.dumps({"StartAt": "Add", "States": states})
    )["stateMachineArn"]
    for number in range(2):
        machines.start_execution(stateMachineArn=arn, name=f"run-{number}", input='{"who": "ann"}')
    ended = {"stateMachineArn": arn, "statusFilter": "SUCCEEDED"}
    eventually(lambda: len(machines.list_executions(**ended)["executions"]) == 2)
    found = content(own, readers.state_machine, arn)
    assert all(word in found["execution"] for word in (b"run-0", b"run-1", b"ann", b"after"))
    assert b"between" in found["history"]
