"""Clients, tables and keys of this function's environment, put together once a process."""

import json
import os
import time
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

import boto3
from botocore.config import Config

from functions._shared.telemetry import logger
from functions.event_store.checkpoints import Checkpoints
from functions.event_store.commits import Commits
from functions.event_store.core import EventStore
from functions.event_store.data_keys import DataKeys
from functions.event_store.feed import Feed
from functions.event_store.home import Homes
from functions.event_store.operations import Operations
from functions.event_store.projections import Projector
from functions.event_store.rebuild import Rebuild
from functions.event_store.summaries import Summaries
from functions.event_store.table import Table
from functions.event_store.upcasting import AS_WRITTEN

LOG: Final = logger("event_store")
CONFIG: Final = Config(
    connect_timeout=1, read_timeout=3, retries={"mode": "standard", "max_attempts": 3}, parameter_validation=False
)
"""DynamoDB answers within milliseconds, and a client that waits for its default of a minute outlives its caller (AWS
Builders' Library, "Timeouts, retries and backoff with jitter"). What is asked is made here, and tested validated."""


@cache
def store() -> EventStore:
    """Return the store that this function's environment names."""
    homes = _homes()
    commits = Commits(homes.table, homes, lambda: time.time_ns() // 1_000_000, time.sleep)
    keys = DataKeys(
        homes.table.client, os.environ["KEYS"], boto3.client("kms", config=CONFIG), os.environ["KEY_ID"], time.monotonic
    )
    return EventStore(commits, keys, AS_WRITTEN)


@cache
def _homes() -> Homes:
    env = os.environ
    return Homes(
        Table(boto3.client("dynamodb", config=CONFIG), env["EVENTS"]),
        env["AWS_REGION"],
        env["FOUNDING_REGION"],
        time.monotonic,
    )


@cache
def feed() -> Feed:
    """Return what hears of the store's stream."""
    env, homes, letters = os.environ, _homes(), boto3.client("sqs")
    projector = Projector(
        table=homes.table,
        homes=homes,
        checkpoints=Checkpoints(Table(homes.table.client, env["CHECKPOINTS"])),
        bury=lambda letter: letters.send_message(QueueUrl=env["DEAD_LETTERS"], MessageBody=json.dumps(letter)),
    )
    return Feed(projector=projector, projections=[Summaries(env["SUMMARIES"])], log=LOG.warning)


def operations() -> Operations:
    """Return what operators may ask."""
    return Operations(
        store=store(),
        rebuild=Rebuild(feed().projector),
        projections={each.name: each for each in feed().projections},
    )


def archive(records: Sequence[Mapping[str, bytes]]) -> Sequence[dict[str, Any]]:
    """Send *records* to the archive; return its answer to each."""
    answer = _firehose().put_record_batch(DeliveryStreamName=os.environ["ARCHIVE"], Records=records)
    return answer["RequestResponses"]


@cache
def _firehose() -> Any:
    return boto3.client("firehose", config=CONFIG)


def summary(stream: str) -> Mapping[str, Any]:
    """Return what this region's projection tells of *stream*.

    Raises:
        StreamNotFoundError: it knows of no event of it.
    """
    summaries = Summaries(os.environ["SUMMARIES"])
    generation = Rebuild(feed().projector).generations(summaries.name).active
    return summaries.read(_homes().table.client, stream, generation)
