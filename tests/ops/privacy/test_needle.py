"""Whatever a store does to a text, it is found; and nothing else is."""

import base64
import gzip
import json
import urllib.parse
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.privacy.needle import LEAST, Needle

TEXT = st.text(st.characters(codec="utf-8"), min_size=3, max_size=40).filter(lambda text: len(text.encode()) >= LEAST)
AROUND = st.binary(max_size=20)
KEPT: dict[str, Callable[[str], bytes]] = {
    "as it is": lambda text: text.encode(),
    "as JSON": lambda text: json.dumps({"name": text}).encode(),
    "as JSON in UTF-8": lambda text: json.dumps([text], ensure_ascii=False).encode(),
    "as JSON in JSON": lambda text: json.dumps({"body": json.dumps({"name": text})}).encode(),
    "in a path": lambda text: f"/v1/{urllib.parse.quote(text, '')}/events".encode(),
    "in a query": lambda text: urllib.parse.urlencode({"q": text}).encode(),
    "as hexadecimal": lambda text: text.encode().hex().encode(),
    "by zlib": lambda text: zlib.compress(json.dumps(text).encode()),
    "by gzip twice": lambda text: gzip.compress(gzip.compress(text.encode())),
}


@pytest.mark.parametrize("kept", KEPT)
@given(text=TEXT, before=AROUND, after=AROUND)
def test_a_text_is_found_however_it_is_kept(kept: str, text: str, before: bytes, after: bytes) -> None:
    hay = KEPT[kept](text)
    assert Needle.of(text).within(hay if kept.startswith("by ") else before + hay + after)


@given(content=st.binary(min_size=LEAST, max_size=60), before=AROUND, after=AROUND, url=st.booleans())
def test_bytes_are_found_in_base64_wherever_they_begin(content: bytes, before: bytes, after: bytes, url: bool) -> None:
    encode = base64.urlsafe_b64encode if url else base64.b64encode
    assert Needle(content).within(b"{" + encode(before + content + after) + b"}")


@given(hay=st.binary(max_size=400).filter(lambda hay: not hay.startswith((b"\x1f\x8b", b"\x78"))))
def test_what_is_not_there_is_not_found(hay: bytes) -> None:
    assert not Needle(b"somebody@example.com").within(hay)


def test_what_inflates_to_itself_or_is_torn_ends() -> None:
    packed = gzip.compress(b"somebody" * 10)
    assert Needle(b"somebody").within(packed[:-4])
    assert not Needle(b"anybody").within(b"\x78\x9cgarbage")
    assert not Needle(b"anybody").within(b"")
