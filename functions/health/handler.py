"""What Lambda calls: answers whether this region can answer."""

import json
import os
import random
import time
from collections.abc import Mapping
from functools import cache, partial
from typing import Any

import boto3

from functions._shared import shard_aws
from functions._shared.telemetry import entry, logger
from functions.event_store.checkpoints import Checkpoints
from functions.event_store.home import Homes
from functions.event_store.summaries import Summaries
from functions.event_store.table import Table
from functions.health import checks
from functions.health.core import OK, Doctor, Words

LOG = logger("health")
CHECK_SECONDS = 3.0
SHARD_SECONDS = 2.5
"""Less than a check may take, so that a shard that doesn't answer is told by its name."""


@entry(LOG)
def handle(_event: Mapping[str, Any], _context: Any) -> dict[str, Any]:
    """Answer a request of the REST API."""
    health = _doctor().look()
    return {
        "statusCode": 200 if health.status == OK else 503,
        "headers": {"Content-Type": "application/json", "Cache-Control": "no-store"},
        "body": json.dumps({"status": health.status, "checks": health.checks}),
    }


@cache
def _doctor() -> Doctor:
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
        "shards": lambda: checks.shards(router, _log),
    }
    return Doctor(asked, seconds=CHECK_SECONDS, clock=time.monotonic, log=_log)


def _log(check: str, fault: str) -> None:
    LOG.warning("not well", check=check, fault=fault)
