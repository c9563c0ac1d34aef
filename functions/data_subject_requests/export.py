"""What is handed out of a person's data: a document by `api/data_subject_requests/export.v1.schema.json`, or a table.

The table has a line for each leaf. A text that a spreadsheet would take for a formula stands there behind an apostrophe
(OWASP, "CSV Injection"); the document has it as it is.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from functions.data_subject_requests.errors import MalformedError, TooLargeError
from functions.data_subject_requests.plan import Mode
from functions.data_subject_requests.request import Request

SCHEMA: Final = "urn:groot:schema:data-subject-requests:export:v1"
COLUMNS: Final = ("store", "place", "at", "field", "value")
MAX_BYTES: Final = 5_000_000
"""Of what a call answers, in JSON; Lambda takes 6 MB (AWS Lambda Developer Guide, "Lambda quotas")."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def form(name: object) -> Callable[[Mapping[str, Any]], str]:
    """Return what writes a document as *name*; raises MalformedError."""
    forms: Mapping[str, Callable[[Mapping[str, Any]], str]] = {"json": as_json, "csv": as_csv}
    if not isinstance(name, str) or name not in forms:
        raise MalformedError(f"format: one of {', '.join(forms)}")
    return forms[name]


def document(request: Request, held: Mapping[str, Sequence[Mapping[str, Any]]], now: datetime) -> dict[str, Any]:
    """Return the export of *request*: what each store *held*, and of the others what was done or why nothing was."""
    return {
        "schema": SCHEMA,
        "request": request.id,
        "kind": request.kind,
        "subjects": [*request.subjects],
        "made_at": now.isoformat(timespec="milliseconds"),
        "stores": [
            {"store": each.store, **each.about, "pieces": [*held[each.store]]}
            for each in request.steps
            if each.store in held
        ],
        "elsewhere": [
            {"store": each.store, **each.about, "by": each.mode.value, "note": each.note}
            for each in request.steps
            if each.store not in held and each.mode is not Mode.WORKFLOW
        ],
    }


def as_json(document: Mapping[str, Any]) -> str:
    """Return *document* as JSON; raises TooLargeError."""
    return _fitting(json.dumps(document, ensure_ascii=False, sort_keys=True))


def as_csv(document: Mapping[str, Any]) -> str:
    """Return the pieces of *document* as CSV (RFC 4180), a line for each leaf; raises TooLargeError."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(COLUMNS)
    for store in document["stores"]:
        for piece in store["pieces"]:
            for field, value in _leaves(piece["data"]):
                text = value if isinstance(value, str) else json.dumps(value)
                row = (store["store"], piece["place"], piece["at"], field, text)
                writer.writerow([_plain(each) for each in row])
    return _fitting(lines.getvalue())


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _leaves(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each leaf with its JSON Pointer (RFC 6901)."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if not members:
        yield pointer, value
        return
    for name, inner in members:
        yield from _leaves(inner, f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}")


def _fitting(text: str) -> str:
    if len(json.dumps(text)) > MAX_BYTES:
        raise TooLargeError(f"the export has more than {MAX_BYTES:,} bytes; a person hands it out, store by store")
    return text
