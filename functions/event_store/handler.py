"""What Lambda calls: `api` for requests, `stream` for batches of the table's stream, `operate` for operators."""

import json
import time
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions._shared import conditions
from functions._shared.lineage import runs
from functions._shared.problem import response
from functions._shared.telemetry import entry, named
from functions.event_store.errors import EventStoreError, UnavailableError
from functions.event_store.requests import answered
from functions.event_store.wiring import LOG, archive, feed, operations, store, summary


@entry(LOG)
def api(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request of the REST API."""
    instance = f"urn:uuid:{context.aws_request_id}"
    if refused := conditions.refusal(event, instance):
        return refused
    try:
        status, document = answered(store(), summary, event)
    except EventStoreError as fault:
        return response(fault, instance)
    except (BotoCoreError, ClientError) as fault:
        LOG.error("the store did not answer", fault=named(fault))
        return response(UnavailableError("send the same request again; an append under the same commit id"), instance)
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return {"statusCode": status, "headers": headers, "body": json.dumps(conditions.masked(event, document))}


@entry(LOG)
@runs(LOG, "event-projector")
def stream(event: Mapping[str, Any], _context: Any) -> dict[str, Any]:
    """Bring projections up to date and send the batch to the archive; what failed is told.

    One function does both: a global table's stream should have no more than one reader (AWS Lambda Developer Guide,
    "Using AWS Lambda with Amazon DynamoDB").
    """
    failed = feed().project(event["Records"])
    failed += feed().archive(event["Records"], archive, lambda attempt: time.sleep(2**attempt / 10))
    return {"batchItemFailures": [{"itemIdentifier": number} for number in dict.fromkeys(failed)]}


@entry(LOG)
@runs(LOG, "event-operations")
def operate(event: Mapping[str, Any], _context: Any) -> dict[str, Any]:
    """Do what an operator, or the schedule, asks (`operations`); what can't be done is raised, in one line."""
    return operations().do(event)
