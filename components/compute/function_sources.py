"""What a function is called by: streams and queues, whose records it takes in batches.

One record that can't be handled holds up none of the others: the function says which failed
(`ReportBatchItemFailures`), a batch of a stream is halved until what is at fault stands alone, and after the last
retry that one goes to the dead letters. A queue has its own. Sources: AWS Lambda Developer Guide, "Using Lambda with
DynamoDB", "… Kinesis", "… SQS"; AWS managed policies `AWSLambdaDynamoDBExecutionRole`,
`AWSLambdaKinesisExecutionRole` and `AWSLambdaSQSQueueExecutionRole`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from components._shared.iam import Statement
from components._shared.site import Site


class SourceKind(StrEnum):
    """Services whose records Lambda fetches."""

    DYNAMODB = "dynamodb"
    KINESIS = "kinesis"
    SQS = "sqs"


READS: Final[Mapping[SourceKind, Sequence[str]]] = {
    SourceKind.DYNAMODB: ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
    SourceKind.KINESIS: (
        *("kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords"),
        *("kinesis:GetShardIterator", "kinesis:ListShards"),
    ),
    SourceKind.SQS: ("sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"),
}
"""What the role must be allowed on the source."""
LISTS: Final = {SourceKind.DYNAMODB: "dynamodb:ListStreams", SourceKind.KINESIS: "kinesis:ListStreams"}


@dataclass(frozen=True, kw_only=True)
class EventSource:
    """One stream or queue."""

    name: str
    """What it is called among the function's sources, such as `events`."""
    kind: SourceKind
    arn: pulumi.Input[str]
    """Stream of the table, stream, or queue."""
    key_arn: pulumi.Input[str]
    """Key that its records are encrypted under."""
    batch_size: int = 100
    window_seconds: int = 1
    """How long a batch is waited for."""
    filters: Sequence[Mapping[str, Any]] = ()
    """Patterns one of which a record must match (Lambda Developer Guide, "Control which events Lambda sends")."""
    most_retries: int = 8
    """Of a stream's batch; a queue's redrive policy counts its own."""
    parallel_batches: int = 1
    """Of one shard of a stream, in order for each key."""


def source_statements(source: EventSource) -> list[Statement]:
    """Return what a function's role must be allowed for Lambda to fetch from *source*."""
    label = source.name.title().replace("-", "")
    listing = [
        Statement(sid=f"{label}Lists", actions=[action], wildcard_reason="listing streams names none")
        for kind, action in LISTS.items()
        if kind is source.kind
    ]
    return [
        Statement(sid=f"{label}Records", actions=READS[source.kind], resources=[source.arn]),
        Statement(sid=f"{label}Key", actions=["kms:Decrypt"], resources=[source.key_arn]),
        *listing,
    ]


def declare_source(
    name: str,
    source: EventSource,
    *,
    site: Site,
    alias_arn: pulumi.Input[str],
    dead_letters_arn: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
) -> aws.lambda_.EventSourceMapping:
    """Have Lambda call the alias with the records of *source*; what fails of a stream goes to the dead letters."""
    stream: dict[str, Any] = {}
    if source.kind is not SourceKind.SQS:
        stream = {
            "starting_position": "TRIM_HORIZON",
            "bisect_batch_on_function_error": True,
            "maximum_retry_attempts": source.most_retries,
            "parallelization_factor": source.parallel_batches,
            "destination_config": aws.lambda_.EventSourceMappingDestinationConfigArgs(
                on_failure=aws.lambda_.EventSourceMappingDestinationConfigOnFailureArgs(
                    destination_arn=dead_letters_arn
                )
            ),
        }
    filters = [
        aws.lambda_.EventSourceMappingFilterCriteriaFilterArgs(pattern=json.dumps(pattern, sort_keys=True))
        for pattern in source.filters
    ]
    return aws.lambda_.EventSourceMapping(
        f"{name}-from-{source.name}",
        region=site.name,
        function_name=alias_arn,
        event_source_arn=source.arn,
        batch_size=source.batch_size,
        maximum_batching_window_in_seconds=source.window_seconds,
        function_response_types=["ReportBatchItemFailures"],
        filter_criteria=aws.lambda_.EventSourceMappingFilterCriteriaArgs(filters=filters) if filters else None,
        tags=site.context.tagged(f"{name}-from-{source.name}"),
        opts=opts,
        **stream,
    )
