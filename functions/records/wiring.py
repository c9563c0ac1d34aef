"""What requests of this function's environment ask: the shards, and whether what they have may be read."""

import os
import time
from collections.abc import Mapping
from functools import cache
from typing import Any

import boto3

from functions._shared import shard_aws
from functions._shared.shard_router import ShardRouter
from functions.consent import wiring as register
from functions.consent.purposes import asked_for
from functions.consent.requests import signals
from functions.records.gate import Gate
from functions.records.marks import Marks

SHARD_SECONDS = 3.0
"""How long a shard is waited for: a tenth of what API Gateway waits (Amazon API Gateway quotas, "Integration timeout"),
and a router asks several times."""


def gate(request: Mapping[str, Any]) -> Gate:
    """Return what *request*, a gateway's proxy event, has to pass; raises what `asked_for` raises."""
    consents = register.consents()
    purpose = asked_for(request, consents.purposes)
    return Gate(marks=marks(), consents=consents, purpose=purpose, signal=signals(request))


@cache
def marks() -> Marks:
    """Return who is restricted, to be kept for as long as the function stays warm."""
    return Marks(boto3.client("dynamodb", config=shard_aws.CONFIG), os.environ["KEYS"], time.monotonic)


@cache
def router() -> ShardRouter:
    """Return the shards, to be kept as long."""
    return shard_aws.router(SHARD_SECONDS)
