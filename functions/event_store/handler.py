"""What Lambda calls: `api` for requests, `project` and `archive` for the table's stream."""

import json
import os
import time
from collections.abc import Mapping
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from functions._shared.problem import response
from functions.event_store.errors import EventStoreError, UnavailableError
from functions.event_store.requests import answered
from functions.event_store.wiring import feed, store, summary


def api(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request of the REST API."""
    instance = f"urn:uuid:{context.aws_request_id}"
    try:
        status, document = answered(store(), summary, event)
    except EventStoreError as fault:
        return response(fault, instance)
    except (BotoCoreError, ClientError) as fault:
        print(json.dumps({"request": context.aws_request_id, "fault": str(fault)}))
        return response(UnavailableError("send the same request again; an append under the same commit id"), instance)
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return {"statusCode": status, "headers": headers, "body": json.dumps(document)}


def project(event: Mapping[str, Any], _context: Any) -> dict[str, Any]:
    """Bring projections up to date; what failed is answered as a partial batch."""
    return {"batchItemFailures": [{"itemIdentifier": number} for number in feed().project(event["Records"])]}


def archive(event: Mapping[str, Any], _context: Any) -> None:
    """Send the batch to the lake's archive; whatever is raised has it sent again."""
    firehose, stream = boto3.client("firehose"), os.environ["ARCHIVE"]
    feed().archive(
        event["Records"],
        lambda data: firehose.put_record_batch(DeliveryStreamName=stream, Records=data)["RequestResponses"],
        lambda attempt: time.sleep(2**attempt / 10),
    )
