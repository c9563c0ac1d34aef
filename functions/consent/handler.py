"""What Lambda calls: answers requests of the register."""

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions._shared.problem import response
from functions._shared.telemetry import entry, logger
from functions.consent import wiring
from functions.consent.errors import ConsentError, UnavailableError
from functions.consent.requests import answered

LOG = logger("consent")


@entry(LOG)
def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request of the REST API."""
    instance = f"urn:uuid:{context.aws_request_id}"
    try:
        status, document = answered(wiring.consents(), event)
    except ConsentError as fault:
        return response(fault, instance)
    except (BotoCoreError, ClientError) as fault:
        LOG.error("a table did not do it", fault=type(fault).__name__)
        return response(UnavailableError("send the same request again"), instance)
    headers = {"Cache-Control": "no-store", "Content-Type": "application/json"}
    return {"statusCode": int(status), "headers": headers, "body": json.dumps(document)}
