"""What Lambda calls: answers requests for records."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from functions._shared import shard_aws
from functions._shared.problem import response
from functions._shared.shard_router import ShardRouter
from functions._shared.telemetry import entry, logger
from functions.records.core import Records
from functions.records.errors import RecordsError
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
        answer = answered(Records(_router(), event["requestContext"]["authorizer"]["tenant"]), event)
    except RecordsError as fault:
        if fault.__cause__ and fault.status >= 500:
            LOG.error("a shard did not do it", fault=str(fault.__cause__))
        return response(fault, instance)
    headers = {"Cache-Control": "no-store", **answer.headers}
    if answer.document is None:
        return {"statusCode": int(answer.status), "headers": headers, "body": ""}
    headers["Content-Type"] = "application/json"
    return {"statusCode": int(answer.status), "headers": headers, "body": json.dumps(answer.document)}


@cache
def _router() -> ShardRouter:
    return shard_aws.router(SHARD_SECONDS)
