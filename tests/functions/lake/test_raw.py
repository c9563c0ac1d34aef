"""What the archive may hold that is no event: broken, cut off, hostile or far too long. None of it stops the job."""

import gzip
import itertools
import json
import tracemalloc
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.lake.raw import CHUNK_BYTES, MOST_LINE_BYTES, lines, row
from functions.lake.specification import Column

COLUMNS = {
    "stream": Column(type="string", mask="token", was=None),
    "version": Column(type="long", mask="keep", was=None),
    "customer": Column(type="string", mask="token", was=None),
}
EVENT: dict[str, Any] = {"stream": "s", "version": 1, "data": {"customer": "ann"}}


def line(**other: Any) -> bytes:
    return json.dumps({**EVENT, **other}).encode()


@given(st.lists(st.binary(max_size=40).map(lambda each: each.replace(b"\n", b"")), max_size=8), st.integers(1, 50))
def test_lines_are_those_of_the_file_however_it_comes(content: list[bytes], size: int) -> None:
    half = len(content) // 2
    packed = gzip.compress(b"".join(each + b"\n" for each in content[:half]))
    packed += gzip.compress(b"".join(each + b"\n" for each in content[half:]))
    pieces = [packed[at : at + size] for at in range(0, len(packed), size)]
    assert list(lines(pieces)) == content


def test_a_gigabyte_of_one_field_is_passed_over_and_never_held() -> None:
    def gigabyte() -> Iterator[bytes]:
        packer = zlib.compressobj(1, wbits=zlib.MAX_WBITS | 16)
        yield packer.compress(b'{"stream": "')
        for _ in range(1_000):
            yield packer.compress(b"x" * 1_000_000)
        yield packer.compress(b'"}\n' + line() + b"\n")
        yield packer.flush()

    tracemalloc.start()
    found = list(lines(gigabyte()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == [None, line()]
    assert peak < 12 * CHUNK_BYTES


def test_a_line_as_long_as_may_be_is_read() -> None:
    longest = line(data={"customer": "x" * (MOST_LINE_BYTES - len(line(data={"customer": ""})))})
    assert list(lines([gzip.compress(longest + b"\n" + longest + b" \n")])) == [longest, None]


def test_what_is_read_before_a_file_breaks_off_is_kept_and_the_break_told() -> None:
    packed = gzip.compress(line() + b"\n") + b"no gzip"
    assert list(lines([packed])) == [line(), None]


@pytest.mark.parametrize(
    "content",
    [
        *(None, b"", b"[]", b"null", b"{", b"\xff", b"[" * 100_000),
        *(line(data=None), line(data={}), line(version="1.5"), line(version=True), line(version=2**63)),
        *(line(data={"customer": {"$sealed": {}}}), b'{"stream": "s", "version": 1, "data": {"customer": "\\ud800"}}'),
    ],
)
def test_what_is_no_whole_event_has_no_row(content: bytes | None) -> None:
    assert row(content, COLUMNS) is None


def test_scalars_are_read_as_the_columns_are() -> None:
    found = row(line(version="7", data={"customer": 5}), COLUMNS)
    assert found == {"stream": "s", "version": 7, "customer": "5"}
    for kind, value in itertools.product(("customer",), (True, 0.5)):
        assert row(line(data={kind: value}), COLUMNS) == {"stream": "s", "version": 1, kind: json.dumps(value)}
