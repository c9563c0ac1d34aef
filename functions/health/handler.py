"""What Lambda calls: answers whether this region can answer."""

import json
from collections.abc import Mapping
from typing import Any

from functions._shared.telemetry import entry
from functions.health.core import OK
from functions.health.wiring import LOG, doctor


@entry(LOG)
def handle(_event: Mapping[str, Any], _context: Any) -> dict[str, Any]:
    """Answer a request of the REST API."""
    health = doctor().look()
    return {
        "statusCode": 200 if health.status == OK else 503,
        "headers": {"Content-Type": "application/json", "Cache-Control": "no-store"},
        "body": json.dumps({"status": health.status, "checks": health.checks}),
    }
