"""Calls of a function that stands in the sandbox, and what it logs."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

from ops.functions.clients import client, told
from ops.functions.standing import Standing
from ops.request import OperationError

POLL_SECONDS = 1.0


def invoke(endpoint: str, function: Standing, event: bytes) -> str:
    """Call *function* with *event*, and return what it answers.

    Raises:
        OperationError: it fails, or can't be called.
    """
    qualifier = {"Qualifier": function.alias} if function.alias else {}
    with told(f"function {function.name} in {function.region}"):
        answer = client(endpoint, "lambda", function.region).invoke(
            FunctionName=function.name, Payload=event, **qualifier
        )
        payload = answer["Payload"].read().decode()
    if "FunctionError" in answer:
        raise OperationError(
            f"function {function.name} failed: {_fault(payload)}; `groot logs {function.name}` has more"
        )
    return payload


def logs(
    endpoint: str,
    function: Standing,
    since_ms: int,
    *,
    follows: bool,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[dict[str, Any]]:
    """Yield the events of the function's log from *since_ms* on, in order; with *follows* until it is stopped."""
    api = client(endpoint, "logs", function.region)
    seen: set[tuple[Any, ...]] = set()
    while True:
        with told(f"log of function {function.name} in {function.region}"):
            pages = api.get_paginator("filter_log_events").paginate(logGroupName=function.log_group, startTime=since_ms)
            events = [event for page in pages for event in page["events"] if _identity(event) not in seen]
        events.sort(key=lambda event: event["timestamp"])
        yield from events
        seen |= {_identity(event) for event in events}
        if not follows:
            return
        sleep(POLL_SECONDS)


def _identity(event: dict[str, Any]) -> tuple[Any, ...]:
    """Return what tells an event from others; the emulator gives none an id."""
    return (event["timestamp"], event.get("logStreamName"), event.get("eventId"), event["message"])


def _fault(payload: str) -> str:
    try:
        told = json.loads(payload)
        return f"{told['errorType']}: {' '.join(str(told['errorMessage']).split())}"
    except (ValueError, KeyError, TypeError):
        return payload
