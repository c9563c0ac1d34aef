"""What those see of a table who have no purpose with it: tokens, and numbers rounded down.

A token is what the anonymizer makes of the same value under the same key (`functions/anonymizer/tokens.py`); the key is
the lake's own, so that tokens of the two don't meet.
"""

import base64
import hmac
from collections.abc import Mapping
from typing import Final

import pyarrow as pa

from functions.lake.specification import Column

TOKEN_BYTES: Final = 10
"""80 bits, as of the anonymizer."""


def masked(rows: pa.Table, columns: Mapping[str, Column], key: bytes) -> pa.Table:
    """Return *rows* with what the masks of *columns* leave to see."""
    for name, column in columns.items():
        at = rows.schema.get_field_index(name)
        if column.mask == "token":
            rows = rows.set_column(at, name, _tokens(rows[name], name, key))
        elif isinstance(column.mask, int):
            rows = rows.set_column(at, name, _rounded(rows[name], column.mask))
    return rows


def token(kind: str, value: str, key: bytes) -> str:
    """Return the token of *value*, which is the same wherever the same *kind* of value stands."""
    digest = hmac.digest(key, f"token\0{kind}\0{value}".encode(), "sha256")
    return f"{kind}_{base64.b32encode(digest[:TOKEN_BYTES]).decode().lower()}"


def _tokens(values: pa.ChunkedArray, kind: str, key: bytes) -> pa.Array:
    known: dict[str | None, str | None] = {None: None}
    for value in values.to_pylist():
        if value not in known:
            known[value] = token(kind, value, key)
    return pa.array([known[value] for value in values.to_pylist()], pa.string())


def _rounded(values: pa.ChunkedArray, width: int) -> pa.Array:
    """Return the multiples of *width* below *values*; the least that 64 bits hold where there is none."""
    return pa.array(
        [None if each is None else max(each // width * width, -(2**63)) for each in values.to_pylist()], pa.int64()
    )
