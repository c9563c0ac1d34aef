"""What a request asks of records, read from what the gateway hands over (api/openapi.yaml)."""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from functions.records import people
from functions.records.core import Records
from functions.records.errors import ChangedError, MalformedError

VERSION: Final = re.compile(r'"([1-9][0-9]{0,15})"')
"""A version as an entity tag (RFC 9110, section 8.8.3)."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Status, and what goes with it."""

    status: HTTPStatus
    document: Mapping[str, Any] | None = None
    headers: Mapping[str, str]


def answered(records: Records, request: Mapping[str, Any]) -> Answer:
    """Return what answers *request*, a gateway's proxy event.

    Raises:
        RecordsError: it is refused.
    """
    name = (request.get("pathParameters") or {}).get("key", "")
    expected = _expected(request.get("headers") or {})
    match request["httpMethod"]:
        case "GET":
            found = records.read(name)
            told = {people.HEADER: people.told(found.subjects)} if found.subjects else {}
            headers = {"ETag": f'"{found.version}"', **told}
            return Answer(status=HTTPStatus.OK, document=found.document, headers=headers)
        case "PUT":
            document = _document(request)
            version, is_new = records.write(name, document, expected, _subjects(request, document))
            status = HTTPStatus.CREATED if is_new else HTTPStatus.OK
            return Answer(status=status, document={"key": name, "version": version}, headers={})
        case _:
            records.remove(name, expected)
            return Answer(status=HTTPStatus.NO_CONTENT, headers={})


def _expected(headers: Mapping[str, str]) -> int | None:
    """Return which version must be there (RFC 9110, sections 13.1.1 and 13.1.2), 0 for none and None for whichever.

    Raises:
        MalformedError: a condition isn't one of the contract.
        ChangedError: no record can meet both.
    """
    told = {name.lower(): value for name, value in headers.items()}
    match, none = told.get("if-match"), told.get("if-none-match")
    version = None if match is None else VERSION.fullmatch(match)
    if (match is not None and not version) or none not in (None, "*"):
        raise MalformedError('If-Match takes one version such as "7", and If-None-Match takes *')
    if version and none:
        raise ChangedError("a record that has a version is there, and If-None-Match says that none may be")
    return int(version[1]) if version else None if none is None else 0


def _subjects(request: Mapping[str, Any], document: Mapping[str, Any]) -> people.Subjects | None:
    """Return whom *document* speaks of, None where nothing is said; a header that stands twice is one list (RFC 9110,
    section 5.3)."""
    given = request.get("multiValueHeaders") or {name: [one] for name, one in (request.get("headers") or {}).items()}
    lines = [line for name, all_ in given.items() if name.lower() == people.HEADER.lower() for line in all_]
    return people.read(",".join(lines), document) if lines else None


def _document(request: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        text = request.get("body") or ""
        found = json.loads(base64.b64decode(text, validate=True) if request.get("isBase64Encoded") else text)
        json.dumps(found, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise MalformedError("the body is not JSON") from None
    if not isinstance(found, dict):
        raise MalformedError("the body must be a JSON object")
    return found
