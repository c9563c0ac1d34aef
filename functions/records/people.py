"""Whom a record speaks of: as requests say it, and what of a document is whose.

A request names people in the header `Groot-Subjects` (api/openapi.yaml): `ann` whose the whole record is, or
`ann=/mail, ann=/home/street, bob=/spouse` with a JSON Pointer to each field that is theirs, in the form of a URI's
fragment (RFC 6901, section 6). The names are the operator's for people, the same in all of its tenants and events.
"""

import copy
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote, unquote_to_bytes

from functions._shared.shard_query import Record
from functions.records.errors import MalformedError, UnfitError

HEADER: Final = "Groot-Subjects"
MEMBER: Final = re.compile(
    r"([A-Za-z0-9][A-Za-z0-9._:-]{0,199})(?:=((?:/(?:[A-Za-z0-9._~!$&'()*+;=:@-]|%[0-9A-F]{2})*)+))?"
)
"""One name, and maybe a pointer: what a fragment may have (RFC 3986, section 3.5) but for commas."""
MOST_MEMBERS: Final = 100
"""Of a header; API Gateway takes 10,240 bytes of all headers (Amazon API Gateway quotas)."""
_PLAIN: Final = "/~!$&'()*+;=:@"
"""What needs no percent in a pointer, besides letters, digits and what `quote` leaves."""
Subjects = Mapping[str, Sequence[str]]


def read(value: str, document: Mapping[str, Any]) -> Subjects:
    """Return whom *document* speaks of, as the header's *value* says.

    Raises:
        MalformedError: it says that in another form.
        UnfitError: somebody's field isn't in the document, or what is whose isn't said of more than one.
    """
    members = [MEMBER.fullmatch(each.strip(" \t")) for each in value.split(",")]
    if not all(members) or len(members) > MOST_MEMBERS:
        raise MalformedError(f"{HEADER} has 1 to {MOST_MEMBERS} of NAME or NAME=/POINTER, parted by commas")
    found: dict[str, list[str]] = {}
    for name, pointer in (each.groups() for each in members if each):
        found.setdefault(name, []).extend([_decoded(pointer)] if pointer else [])
    if len(found) > 1 and not all(found.values()):
        raise UnfitError(f"a record of several people says in {HEADER} which fields are whose")
    if any(_holder(document, pointer) is None for pointers in found.values() for pointer in pointers):
        raise UnfitError(f"{HEADER} names a field that is not in the document")
    return {name: sorted({*pointers}) for name, pointers in found.items()}


def told(subjects: Subjects) -> str:
    """Return the header's value that says *subjects*."""
    return ", ".join(
        f"{name}={quote(pointer, safe=_PLAIN)}" if pointer else name
        for name, pointers in sorted(subjects.items())
        for pointer in pointers or [""]
    )


def own(record: Record, people: Collection[str]) -> Any:
    """Return what of *record* is of *people*: the document, or the values of their fields by pointer."""
    theirs = [pointers for name, pointers in record.subjects.items() if name in people]
    if not all(theirs):
        return record.document
    holders = {pointer: _holder(record.document, pointer) for pointers in theirs for pointer in pointers}
    return {pointer: each[0][each[1]] for pointer, each in sorted(holders.items()) if each}


def without(record: Record, people: Collection[str]) -> tuple[Mapping[str, Any], Subjects] | None:
    """Return *record*'s document without what is of *people*, and whom it then speaks of; None if all of it is theirs.

    Fields become null, so that those behind them in an array stay where others' pointers find them. A field of two
    goes with either.
    """
    theirs = [pointers for name, pointers in record.subjects.items() if name in people]
    if not all(theirs):
        return None
    document = copy.deepcopy(dict(record.document))
    for pointer in (each for pointers in theirs for each in pointers):
        if held := _holder(document, pointer):
            held[0][held[1]] = None
    return document, {name: pointers for name, pointers in record.subjects.items() if name not in people}


def corrected(record: Record, people: Collection[str], pointer: str, value: Any) -> Mapping[str, Any] | None:
    """Return *record*'s document with *value* at *pointer*; None if that isn't there, or isn't of *people*."""
    theirs = [each for name, pointers in record.subjects.items() if name in people for each in pointers or [""]]
    document = copy.deepcopy(dict(record.document))
    held = _holder(document, pointer)
    if not held or not any(f"{pointer}/".startswith(f"{each}/") for each in theirs):
        return None
    held[0][held[1]] = value
    return document


def _decoded(pointer: str) -> str:
    try:
        return unquote_to_bytes(pointer).decode()
    except UnicodeDecodeError:
        raise MalformedError(f"{HEADER}: a pointer is UTF-8, percent-encoded") from None


def _holder(document: Any, pointer: str) -> tuple[Any, Any] | None:
    """Return the object or array in which *pointer*'s field is, and its name or index there; None if it isn't."""
    *way, last = _parts(pointer)
    for part in way:
        document = _within(document, part)
    if isinstance(document, list) and _index(document, last) is not None:
        return document, _index(document, last)
    return (document, last) if isinstance(document, dict) and last in document else None


def _within(value: Any, part: str) -> Any:
    if isinstance(value, list):
        index = _index(value, part)
        return None if index is None else value[index]
    return value.get(part) if isinstance(value, dict) else None


def _index(array: Sequence[Any], part: str) -> int | None:
    """Return the index that *part* is (RFC 6901, section 4), or None."""
    return int(part) if re.fullmatch(r"0|[1-9][0-9]{0,8}", part) and int(part) < len(array) else None


def _parts(pointer: str) -> Iterator[str]:
    return (part.replace("~1", "/").replace("~0", "~") for part in pointer[1:].split("/"))
