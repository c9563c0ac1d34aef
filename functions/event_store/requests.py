"""What a request asks of the store, read from what the gateway hands over (api/openapi.yaml)."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Final

from functions.event_store.core import END, EventStore
from functions.event_store.errors import MalformedError
from functions.event_store.model import NewEvent, Personal, checked_name

CREATED: Final = 201
OK: Final = 200


def answered(
    store: EventStore, summary: Callable[[str], Mapping[str, Any]], request: Mapping[str, Any]
) -> tuple[int, Mapping[str, Any]]:
    """Return status and document that answer *request*, a gateway's proxy event; *summary* tells of a stream.

    Raises:
        EventStoreError: the store refuses it.
    """
    stream = (request.get("pathParameters") or {}).get("id", "")
    if request["httpMethod"] == "POST":
        asked = _only(_body(request), "expected_version", "commit_id", "events")
        receipt = store.append(
            stream,
            _field(asked, "expected_version", int),
            [_event(event) for event in _field(asked, "events", list)],
            _field(asked, "commit_id", str),
        )
        return CREATED, {**asdict(receipt), "last": receipt.last}
    if not request["resource"].endswith("/events"):
        return OK, summary(checked_name("stream", stream))
    query = request.get("queryStringParameters") or {}
    if unknown := query.keys() - {"from", "limit", "backward"}:
        raise MalformedError(f"{len(unknown)} unknown query parameters; there are from, limit and backward")
    backward = query.get("backward", "false")
    if backward not in ("true", "false"):
        raise MalformedError("backward must be true or false")
    first = _number(query, "from", END if backward == "true" else 1)
    page = store.read(stream, first, limit=_number(query, "limit", 100), backward=backward == "true")
    return OK, {"events": page.events, "next": page.next}


def _body(request: Mapping[str, Any]) -> Any:
    try:
        text = request.get("body") or ""
        return json.loads(base64.b64decode(text, validate=True) if request.get("isBase64Encoded") else text)
    except (ValueError, RecursionError):
        raise MalformedError("the body is not JSON") from None


def _event(event: Any) -> NewEvent:
    _only(event, "type", "schema", "data", "personal")
    personal = event.get("personal", [])
    if not isinstance(personal, list):
        raise MalformedError("personal must be an array")
    return NewEvent(
        type=_field(event, "type", str),
        schema=_field(event, "schema", int),
        data=_field(event, "data", dict),
        personal=[_personal(who) for who in personal],
    )


def _personal(who: Any) -> Personal:
    _only(who, "subject", "pointers")
    pointers = _field(who, "pointers", list)
    if not all(isinstance(pointer, str) for pointer in pointers):
        raise MalformedError("pointers must be strings")
    return Personal(subject=_field(who, "subject", str), pointers=pointers)


def _only(holder: Any, *names: str) -> Any:
    """Return *holder* if it is an object of nothing but *names*: a misspelt `personal` would leave fields unsealed."""
    if not isinstance(holder, dict) or holder.keys() - set(names):
        raise MalformedError(f"there must be an object here, with nothing but {', '.join(names)}")
    return holder


def _field(holder: Any, name: str, kind: type) -> Any:
    value = holder.get(name)
    if kind is int and isinstance(value, float) and value.is_integer():
        return int(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise MalformedError(f"{name} must be there and be {kind.__name__}")
    return value


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 17):
        raise MalformedError(f"{name} must be a whole number")
    return int(text)
