"""Reads everything that stores of the sandbox hold, byte by byte, each piece with where it is.

A queue's messages are received, and shown again once it is read: that counts as a receipt, which a queue that has its
own dead letters would heed. None of the stack's has.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

Piece = tuple[str, bytes]
Ask = Callable[[str], Any]
"""Returns a client of the service of that name."""
MESSAGES: Final = 10
"""The most of one call (Amazon SQS API Reference, "ReceiveMessage")."""
HIDDEN_SECONDS: Final = 60
"""For how long others don't see a message that was received here, should this process end before it shows it again."""
EMPTY_ANSWERS: Final = 3
"""After how many answers without a message that is new a queue is taken for read."""


def table(ask: Ask, name: str) -> Iterator[Piece]:
    """Yield the items of a table, and what its stream still has of former ones."""
    dynamodb = ask("dynamodb")
    for page in dynamodb.get_paginator("scan").paginate(TableName=name, ConsistentRead=True):
        for item in page["Items"]:
            yield from (("item", leaf) for leaf in _leaves(item))
    stream = dynamodb.describe_table(TableName=name)["Table"].get("LatestStreamArn")
    if stream:
        yield from (("stream", leaf) for record in _records(ask("dynamodbstreams"), stream) for leaf in _leaves(record))


def bucket(ask: Ask, name: str) -> Iterator[Piece]:
    """Yield the keys and the contents of every version of every object of a bucket."""
    s3 = ask("s3")
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=name):
        for version in page.get("Versions", ()):
            yield version["Key"], version["Key"].encode()
            found = s3.get_object(Bucket=name, Key=version["Key"], VersionId=version["VersionId"])
            yield version["Key"], found["Body"].read()


def log_group(ask: Ask, name: str) -> Iterator[Piece]:
    """Yield the messages of a log group."""
    for page in ask("logs").get_paginator("filter_log_events").paginate(logGroupName=name):
        yield from (("message", event["message"].encode()) for event in page["events"])


def queue(ask: Ask, url: str) -> Iterator[Piece]:
    """Yield the messages of a queue, and leave them there."""
    sqs, receipts, empty = ask("sqs"), dict[str, str](), 0
    try:
        while empty < EMPTY_ANSWERS:
            answer = sqs.receive_message(
                QueueUrl=url,
                MaxNumberOfMessages=MESSAGES,
                VisibilityTimeout=HIDDEN_SECONDS,
                MessageAttributeNames=["All"],
            )
            new = [each for each in answer.get("Messages", ()) if each["MessageId"] not in receipts]
            empty = 0 if new else empty + 1
            for message in new:
                receipts[message["MessageId"]] = message["ReceiptHandle"]
                yield "message", message["Body"].encode()
                yield from (("message", leaf) for leaf in _leaves(message.get("MessageAttributes", {})))
    finally:
        for receipt in receipts.values():
            sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=receipt, VisibilityTimeout=0)


def state_machine(ask: Ask, arn: str) -> Iterator[Piece]:
    """Yield the names of a state machine's executions, what each was given and gave, and what happened in it."""
    machines = ask("stepfunctions")
    for page in machines.get_paginator("list_executions").paginate(stateMachineArn=arn):
        for execution in page["executions"]:
            asked = {"executionArn": execution["executionArn"]}
            found = machines.describe_execution(**asked)
            told = [found.get(name, "") for name in ("name", "input", "output", "error", "cause")]
            yield from (("execution", leaf) for leaf in _leaves(told))
            for events in machines.get_paginator("get_execution_history").paginate(**asked):
                yield from (("history", leaf) for leaf in _leaves(events["events"]))


READERS: Final[Mapping[str, Callable[[Ask, str], Iterator[Piece]]]] = {
    "aws:cloudwatch/logGroup:LogGroup": log_group,
    "aws:dynamodb/table:Table": table,
    "aws:s3/bucket:Bucket": bucket,
    "aws:sfn/stateMachine:StateMachine": state_machine,
    "aws:sqs/queue:Queue": queue,
}
"""By type of resource."""


def _leaves(value: Any) -> Iterator[bytes]:
    """Yield the names and values of a document, whatever its depth."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield str(name).encode()
            yield from _leaves(inner)
    elif isinstance(value, list | tuple | set):
        for inner in value:
            yield from _leaves(inner)
    elif isinstance(value, bytes | bytearray):
        yield bytes(value)
    else:
        yield str(value).encode()


def _records(streams: Any, arn: str) -> Iterator[Any]:
    for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
        asked = {"StreamArn": arn, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
        place = streams.get_shard_iterator(**asked)["ShardIterator"]
        while place:
            answer = streams.get_records(ShardIterator=place)
            yield from (record["dynamodb"] for record in answer["Records"])
            place = answer.get("NextShardIterator") if answer["Records"] else None
