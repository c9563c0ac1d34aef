"""What triggers functions, and what becomes of what they fail."""

import json
import time
from typing import Any

from tests.sandbox.dataplane.cloud import OTHER_REGION, Cloud, eventually

TAKES = """
import json, os
import boto3

def handle(event, context):
    fails = []
    for record in event["Records"]:
        key = record.get("messageId") or record["dynamodb"]["SequenceNumber"]
        what = record.get("body") or record["dynamodb"]["Keys"]["k"]["S"]
        boto3.client("dynamodb").update_item(
            TableName="taken", Key={"k": {"S": os.environ["TAKER"] + "/" + what}},
            UpdateExpression="ADD times :one", ExpressionAttributeValues={":one": {"N": "1"}},
        )
        if what.startswith("bad"):
            fails.append({"itemIdentifier": key})
    if fails and os.environ.get("RAISES"):
        raise ValueError("bad")
    return {"batchItemFailures": fails}
"""
FLAKY = """
import boto3

class Transient(Exception):
    pass

def handle(event, context):
    if event.get("fatal"):
        raise LookupError("for good")
    done = boto3.client("dynamodb").update_item(
        TableName="taken", Key={"k": {"S": event["run"]}}, UpdateExpression="ADD times :one",
        ExpressionAttributeValues={":one": {"N": "1"}}, ReturnValues="ALL_NEW",
    )
    if int(done["Attributes"]["times"]["N"]) < 3:
        raise Transient("again")
    return "done"
"""


def taker(own: Cloud, name: str, **variables: str) -> None:
    """Deploy a function that counts what it takes."""
    if "taken" not in own.client("dynamodb").list_tables()["TableNames"]:
        own.table("taken")
    own.function(name, TAKES, Environment={"Variables": {"TAKER": name, **variables}})
    own.client("lambda").invoke(
        FunctionName=name, Payload=b'{"Records": []}'
    )  # a start takes longer than a message waits


def taken(own: Cloud, name: str) -> dict[str, int]:
    """Return how often a function took what."""
    items = own.client("dynamodb").scan(TableName="taken", ConsistentRead=True)["Items"]
    found = {item["k"]["S"]: int(item["times"]["N"]) for item in items}
    return {key.split("/")[1]: times for key, times in found.items() if key.startswith(f"{name}/")}


def test_a_batch_of_a_queue_fails_in_part_and_what_fails_for_good_is_a_dead_letter(own: Cloud) -> None:
    taker(own, "part")
    dead, dead_arn = own.queue("part-dead")
    redrive = json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": 2})
    url, arn = own.queue("part", VisibilityTimeout="1", RedrivePolicy=redrive)
    own.client("lambda").create_event_source_mapping(
        EventSourceArn=arn, FunctionName="part", FunctionResponseTypes=["ReportBatchItemFailures"]
    )
    entries = [{"Id": str(number), "MessageBody": body} for number, body in enumerate(("one", "bad", "two"))]
    own.client("sqs").send_message_batch(QueueUrl=url, Entries=entries)
    letters = eventually(lambda: own.client("sqs").receive_message(QueueUrl=dead, WaitTimeSeconds=1).get("Messages"))
    assert [letter["Body"] for letter in letters] == ["bad"]
    assert taken(own, "part") == {"one": 1, "two": 1, "bad": 2}


def test_a_fifo_queue_keeps_the_order_of_a_group_and_takes_a_message_once(own: Cloud) -> None:
    own.table("in-order")
    own.function(
        "orders",
        """
import boto3

def handle(event, context):
    bodies = [{"S": record["body"]} for record in event["Records"]]
    boto3.client("dynamodb").update_item(
        TableName="in-order", Key={"k": {"S": "all"}},
        UpdateExpression="SET bodies = list_append(if_not_exists(bodies, :none), :new)",
        ExpressionAttributeValues={":none": {"L": []}, ":new": {"L": bodies}},
    )
""",
    )
    url, arn = own.queue("orders.fifo", FifoQueue="true", ContentBasedDeduplication="true")
    own.client("lambda").create_event_source_mapping(EventSourceArn=arn, FunctionName="orders")
    for body in ("1", "2", "3", "3", "4"):
        own.client("sqs").send_message(QueueUrl=url, MessageBody=body, MessageGroupId="group")

    def bodies() -> list[str]:
        item = own.client("dynamodb").get_item(TableName="in-order", Key={"k": {"S": "all"}}).get("Item", {})
        return [body["S"] for body in item.get("bodies", {"L": []})["L"]]

    assert eventually(lambda: len(bodies()) >= 4 and bodies()) == ["1", "2", "3", "4"]


def test_a_filter_lets_through_what_it_says_of_a_stream(own: Cloud) -> None:
    taker(own, "filtered")
    stream = own.table("filtered", stream=True)
    own.client("lambda").create_event_source_mapping(
        EventSourceArn=stream,
        FunctionName="filtered",
        StartingPosition="TRIM_HORIZON",
        FilterCriteria={"Filters": [{"Pattern": json.dumps({"eventName": ["REMOVE"]})}]},
    )
    dynamodb = own.client("dynamodb")
    for key in ("kept", "gone"):
        dynamodb.put_item(TableName="filtered", Item={"k": {"S": key}})
    dynamodb.delete_item(TableName="filtered", Key={"k": {"S": "gone"}})
    assert eventually(lambda: taken(own, "filtered")) == {"gone": 1}


def test_a_poison_record_blocks_its_stream_whatever_the_mapping_says(own: Cloud) -> None:
    """Unlike in AWS: retries are not bounded, batches not bisected, nothing goes to the failure destination."""
    taker(own, "poisoned", RAISES="1")
    stream = own.table("poisoned", stream=True)
    failed, failed_arn = own.queue("poisoned-failed")
    mapping = own.client("lambda").create_event_source_mapping(
        EventSourceArn=stream,
        FunctionName="poisoned",
        StartingPosition="TRIM_HORIZON",
        BatchSize=1,
        MaximumRetryAttempts=1,
        BisectBatchOnFunctionError=True,
        DestinationConfig={"OnFailure": {"Destination": failed_arn}},
    )
    dynamodb = own.client("dynamodb")
    for key in ("bad", "good"):
        dynamodb.put_item(TableName="poisoned", Item={"k": {"S": key}})
    assert eventually(lambda: taken(own, "poisoned").get("bad", 0) > 2)
    assert "good" not in taken(own, "poisoned")
    assert "Messages" not in own.client("sqs").receive_message(QueueUrl=failed)
    own.client("lambda").delete_event_source_mapping(UUID=mapping["UUID"])


def test_what_a_function_reports_of_a_stream_is_not_taken_again(own: Cloud) -> None:
    """Unlike in AWS: ReportBatchItemFailures holds for queues alone; a function must raise, or keep what failed."""
    taker(own, "reported")
    stream = own.table("reported", stream=True)
    own.client("lambda").create_event_source_mapping(
        EventSourceArn=stream,
        FunctionName="reported",
        StartingPosition="TRIM_HORIZON",
        FunctionResponseTypes=["ReportBatchItemFailures"],
    )
    for key in ("bad", "later"):
        own.client("dynamodb").put_item(TableName="reported", Item={"k": {"S": key}})
    assert eventually(lambda: "later" in taken(own, "reported") and taken(own, "reported")) == {"bad": 1, "later": 1}


def test_a_state_machine_retries_and_catches_by_the_name_of_what_is_raised(own: Cloud) -> None:
    taker(own, "unused")
    flaky = own.function("flaky", FLAKY)
    machine: dict[str, Any] = {
        "StartAt": "Try",
        "States": {
            "Try": {
                "Type": "Task",
                "Resource": flaky,
                "Parameters": {"run.$": "$$.Execution.Name"},
                "ResultPath": "$.tried",
                "Retry": [
                    {"ErrorEquals": ["Transient"], "IntervalSeconds": 1, "MaxAttempts": 3, "BackoffRate": 1.0},
                ],
                "Next": "Fail",
            },
            "Fail": {
                "Type": "Task",
                "Resource": flaky,
                "Parameters": {"fatal": True},
                "Catch": [{"ErrorEquals": ["LookupError"], "ResultPath": "$.caught", "Next": "Caught"}],
                "End": True,
            },
            "Caught": {"Type": "Pass", "End": True},
        },
    }
    states = own.client("stepfunctions")
    arn = states.create_state_machine(
        name="retries", definition=json.dumps(machine), roleArn="arn:aws:iam::123456789012:role/anyone"
    )["stateMachineArn"]
    execution = states.start_execution(stateMachineArn=arn, input="{}")["executionArn"]

    def ended() -> Any:
        found = states.describe_execution(executionArn=execution)
        return found if found["status"] != "RUNNING" else None

    found = eventually(ended)
    assert found["status"] == "SUCCEEDED", found
    output = json.loads(found["output"])
    assert (output["tried"], output["caught"]["Error"]) == ("done", "LookupError")


def test_a_global_table_copies_both_ways_with_stream_records_in_both(own: Cloud) -> None:
    stream = own.table("everywhere", stream=True)
    here, away = own.client("dynamodb"), own.client("dynamodb", OTHER_REGION)
    here.update_table(TableName="everywhere", ReplicaUpdates=[{"Create": {"RegionName": OTHER_REGION}}])
    here.put_item(TableName="everywhere", Item={"k": {"S": "here"}})
    away.put_item(TableName="everywhere", Item={"k": {"S": "away"}})
    for client in (here, away):
        assert {item["k"]["S"] for item in client.scan(TableName="everywhere")["Items"]} == {"here", "away"}
    streams = own.client("dynamodbstreams")
    shard = streams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"][0]["ShardId"]
    begin = streams.get_shard_iterator(StreamArn=stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    records = streams.get_records(ShardIterator=begin["ShardIterator"])["Records"]
    assert [record["dynamodb"]["Keys"]["k"]["S"] for record in records] == ["here", "away"]


def test_an_event_reaches_the_targets_of_rules_it_matches(own: Cloud) -> None:
    events = own.client("events")
    url, arn = own.queue("large-orders")
    events.put_rule(Name="large", EventPattern=json.dumps({"detail": {"amount": [{"numeric": [">", 10]}]}}))
    events.put_targets(Rule="large", Targets=[{"Id": "queue", "Arn": arn}])
    for amount in (5, 50):
        detail = json.dumps({"amount": amount})
        events.put_events(Entries=[{"Source": "shop", "DetailType": "order", "Detail": detail}])
    begun = time.monotonic()
    message = eventually(lambda: own.client("sqs").receive_message(QueueUrl=url, WaitTimeSeconds=1).get("Messages"))
    assert json.loads(message[0]["Body"])["detail"] == {"amount": 50}
    assert time.monotonic() - begun < 5
