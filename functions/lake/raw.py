"""Reads lines of the archive as they come, and never more of one than an event may have.

A column's value is read as the views of `analytics/tables.py` read it: a scalar is text, a number is one by its digits,
and what isn't of its column's type is missing.
"""

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from functions.lake.specification import Column

MOST_LINE_BYTES: Final = 1_024_000
"""Of an event: 1,000 KiB, which a record of Data Firehose may have at most (Amazon Data Firehose Developer Guide,
"Amazon Data Firehose Quota")."""
CHUNK_BYTES: Final = 1 << 20
"""That is unpacked at once, however much a file packs into how little."""
TOP: Final = frozenset({"stream", "version", "recorded_ms", "epoch"})
"""Members of a line; other columns are members of its `data`."""
_NUMBER: Final = re.compile(r"[+-]?\d{1,19}", re.ASCII)


def lines(packed: Iterable[bytes]) -> Iterator[bytes | None]:
    """Yield the lines of a file of gzip that comes in pieces; None for one that is too long, or that breaks off."""
    held, skipping = bytearray(), False
    for piece in _unpacked(packed):
        if piece is None:
            yield None
            return
        *ended, last = piece.split(b"\n")
        for part in ended:
            held += part
            yield None if skipping or len(held) > MOST_LINE_BYTES else bytes(held)
            held, skipping = bytearray(), False
        if skipping or len(held) + len(last) > MOST_LINE_BYTES:
            held, skipping = bytearray(), True
        else:
            held += last
    if held or skipping:
        yield None if skipping else bytes(held)


def _unpacked(packed: Iterable[bytes]) -> Iterator[bytes | None]:
    """Yield what *packed* has, chunk by chunk, of all its members; None where it can't be read on."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        for part in packed:
            rest = part
            while rest:
                yield unpacker.decompress(rest, CHUNK_BYTES)
                rest = unpacker.unconsumed_tail or unpacker.unused_data
                if unpacker.eof:
                    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    except zlib.error:
        yield None


def row(line: bytes | None, columns: Mapping[str, Column]) -> dict[str, Any] | None:
    """Return the values of *columns* that *line* has, or None where it lacks one."""
    try:
        event = json.loads(line or b"null")
    except (ValueError, RecursionError):
        return None
    if not isinstance(event, dict):
        return None
    data = event.get("data")
    within = data if isinstance(data, dict) else {}
    found = {name: _read(event if name in TOP else within, name, column) for name, column in columns.items()}
    return None if None in found.values() else found


def _read(members: Mapping[str, Any], name: str, column: Column) -> str | int | None:
    value = members.get(name)
    if isinstance(value, bool):
        value = json.dumps(value)
    if column.type == "string":
        text = value if isinstance(value, str) else json.dumps(value) if isinstance(value, int | float) else None
        return text if text is None or text.isprintable() or _is_unicode(text) else None
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63 else None


def _is_unicode(text: str) -> bool:
    """Return whether *text* can be written down: JSON may hold halves of a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
