"""What a request asks of the register, read from what the gateway hands over (api/openapi.yaml)."""

import base64
import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from functions.consent.core import Consents, How
from functions.consent.errors import MalformedError, OthersError

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,199}")
"""Of people, as events and records know them, and of texts, surfaces and methods."""
MOST_WORDS: Final = 20_000
"""Characters of a text; an item of DynamoDB has 400 KB."""
MOST_DAYS: Final = 3_650
OPEN: Final = {"GET": {"consents.read", "consents.write"}, "PUT": {"consents.write"}}
"""Scopes of clients that ask, or tell, of anybody; `consents.own` is a person's, who decides for themselves."""
SIGNAL: Final = "sec-gpc"
"""Global Privacy Control (W3C Global Privacy Control, section 3.2): the value 1, and none else."""


def answered(consents: Consents, request: Mapping[str, Any]) -> tuple[HTTPStatus, dict[str, Any]]:
    """Return status and document that answer *request*, a gateway's proxy event.

    Raises:
        ConsentError: it is refused.
    """
    given = request.get("pathParameters") or {}
    who = request["requestContext"]["authorizer"]
    writes = request["httpMethod"] == "PUT"
    if "text" in given:
        text, version = _name(given["text"]), _number(given.get("version"))
        if writes:
            return HTTPStatus.OK, consents.publish(text, version, _text(_body(request)))
        return HTTPStatus.OK, consents.text(text, version)
    subject = _name(given.get("subject"))
    if not OPEN[request["httpMethod"]] & {*who["scope"].split()} and who["principalId"] != subject:
        raise OthersError("the token is a person's own, for what is of that person alone")
    if not writes:
        return HTTPStatus.OK, consents.told(subject)
    body = _body(request)
    _only(body, "decision", "surface", "method", "text", "version")
    if body.get("decision") not in ("given", "withdrawn"):
        raise MalformedError("decision: given or withdrawn")
    agrees = body["decision"] == "given"
    how = How(
        surface=_name(body.get("surface")),
        method=_name(body.get("method")),
        by=who["tenant"],
        text=_name(body["text"]) if "text" in body else "",
        version=_number(body["version"]) if "version" in body else 0,
    )
    purpose = _name(given.get("purpose"))
    return HTTPStatus.OK, consents.decide(subject, purpose, how, given=agrees, signal=signals(request))


def signals(request: Mapping[str, Any]) -> bool:
    """Return whether *request* carries Global Privacy Control."""
    return any(name.lower() == SIGNAL and value == "1" for name, value in (request.get("headers") or {}).items())


def _text(body: Mapping[str, Any]) -> Mapping[str, Any]:
    _only(body, "purpose", "language", "words", "valid_days")
    words = body.get("words")
    if not isinstance(words, str) or not 0 < len(words) <= MOST_WORDS:
        raise MalformedError(f"words: 1 to {MOST_WORDS:,} characters")
    found = {"purpose": _name(body.get("purpose")), "language": _name(body.get("language")), "words": words}
    return found | ({"valid_days": _number(body["valid_days"], MOST_DAYS)} if "valid_days" in body else {})


def _body(request: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        text = request.get("body") or ""
        found = json.loads(base64.b64decode(text, validate=True) if request.get("isBase64Encoded") else text)
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise MalformedError("the body is not JSON") from None
    if not isinstance(found, dict):
        raise MalformedError("the body must be a JSON object")
    return found


def _only(body: Mapping[str, Any], *names: str) -> None:
    if not body.keys() <= {*names}:
        raise MalformedError(f"the body has {', '.join(names)}, and nothing else")


def _name(value: object) -> str:
    if not isinstance(value, str) or not NAME.fullmatch(value):
        raise MalformedError("names have 1 to 200 of A-Z, a-z, 0-9, . _ : -, a letter or digit first")
    return value


def _number(value: object, most: int = 999_999) -> int:
    """Return *value*, a number of JSON or of a path, as such; 1.0 is one (JSON Schema, section 4.2.3)."""
    told = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    if isinstance(value, bool) or not re.fullmatch(r"[1-9][0-9]{0,5}", told) or int(told) > most:
        raise MalformedError(f"numbers are 1 to {most}")
    return int(told)
