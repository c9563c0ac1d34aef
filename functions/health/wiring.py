"""What this function's environment names, asked by one doctor for as long as the process lives."""

import os
import random
import time
from functools import cache, partial
from typing import Final

import boto3

from functions._shared import shard_aws
from functions._shared.telemetry import logger
from functions.event_store.checkpoints import Checkpoints
from functions.event_store.home import Homes
from functions.event_store.summaries import Summaries
from functions.event_store.table import Table
from functions.health import checks
from functions.health.core import Doctor, Words

LOG: Final = logger("health")
CHECK_SECONDS: Final = 3.0
SHARD_SECONDS: Final = 2.5
"""Less than a check may take, so that a shard that doesn't answer is told by its name."""


@cache
def doctor() -> Doctor:
    """Return who asks all that requests need."""
    client = boto3.client("dynamodb", config=shard_aws.CONFIG)
    homes = Homes(
        Table(client, os.environ["EVENTS"]), os.environ["AWS_REGION"], os.environ["FOUNDING_REGION"], time.monotonic
    )
    checkpoints = Checkpoints(Table(client, os.environ["CHECKPOINTS"]))
    router = shard_aws.router(SHARD_SECONDS)

    def projections() -> Words:
        return checks.projections(homes, checkpoints, Summaries.name, random.sample, time.time_ns() // 1_000_000)

    asked = {
        "events": partial(checks.events, homes),
        "projections": projections,
        "shards": lambda: checks.shards(router, note),
    }
    return Doctor(asked, seconds=CHECK_SECONDS, clock=time.monotonic, log=note)


def note(check: str, fault: str) -> None:
    """Write to the log what a check found."""
    LOG.warning("not well", check=check, fault=fault)
