"""What Lambda calls: answers requests for records."""

import json
import os
import time
from collections.abc import Mapping
from functools import cache
from typing import Any

import boto3

from functions._shared import shard_aws
from functions._shared.problem import response
from functions._shared.shard_router import ShardRouter
from functions._shared.telemetry import entry, logger
from functions.records.core import Records
from functions.records.errors import RecordsError
from functions.records.marks import Marks
from functions.records.requests import answered

LOG = logger("records")
SHARD_SECONDS = 3.0
"""How long a shard is waited for: a tenth of what API Gateway waits (Amazon API Gateway quotas, "Integration timeout"),
and a router asks several times."""


@entry(LOG)
def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request of the REST API."""
    instance = f"urn:uuid:{context.aws_request_id}"
    try:
        records = Records(_router(), event["requestContext"]["authorizer"]["tenant"], _marks().any)
        answer = answered(records, event)
    except RecordsError as fault:
        if fault.__cause__ and fault.status >= 500:
            LOG.error("a shard or table did not do it", fault=str(fault.__cause__))
        return response(fault, instance)
    headers = {"Cache-Control": "no-store", **answer.headers}
    if answer.document is None:
        return {"statusCode": int(answer.status), "headers": headers, "body": ""}
    headers["Content-Type"] = "application/json"
    return {"statusCode": int(answer.status), "headers": headers, "body": json.dumps(answer.document)}


@cache
def _marks() -> Marks:
    return Marks(boto3.client("dynamodb", config=shard_aws.CONFIG), os.environ["KEYS"], time.monotonic)


@cache
def _router() -> ShardRouter:
    return shard_aws.router(SHARD_SECONDS)
