"""What Lambda calls: answers requests for records."""

import json
from collections.abc import Mapping
from typing import Any

from functions._shared import conditions
from functions._shared.problem import response
from functions._shared.telemetry import entry, logger
from functions.consent.errors import ConsentError
from functions.records import wiring
from functions.records.core import Records
from functions.records.errors import RecordsError
from functions.records.requests import answered

LOG = logger("records")


@entry(LOG)
def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request of the REST API."""
    instance = f"urn:uuid:{context.aws_request_id}"
    if refused := conditions.refusal(event, instance):
        return refused
    try:
        tenant = event["requestContext"]["authorizer"]["tenant"]
        answer = answered(Records(wiring.router(), tenant, wiring.gate(event).check), event)
    except (RecordsError, ConsentError) as fault:
        if fault.__cause__ and fault.status >= 500:
            LOG.error("a shard or table did not do it", fault=str(fault.__cause__))
        return response(fault, instance)
    headers = {"Cache-Control": "no-store", **answer.headers}
    if answer.document is None:
        return {"statusCode": int(answer.status), "headers": headers, "body": ""}
    headers["Content-Type"] = "application/json"
    body = json.dumps(conditions.masked(event, answer.document))
    return {"statusCode": int(answer.status), "headers": headers, "body": body}
