"""What is looked for, in each form that stores keep it in: as it is, escaped, encoded, or within what is compressed."""

import base64
import json
import urllib.parse
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

GZIP_OR_ZLIB: Final = zlib.MAX_WBITS | 32
"""The header says which of the two it is (zlib manual, `inflateInit2`)."""
MOST_INFLATED: Final = 64 * 1024 * 1024
"""Bytes of one content: a small one that inflates to more is no store's."""
LEAST: Final = 3
"""Bytes, below which base64 says too little of it."""
_HEADERS: Final = (b"\x1f\x8b", b"\x78")


@dataclass(frozen=True)
class Needle:
    """Some bytes, at least `LEAST` of them."""

    content: bytes

    @classmethod
    def of(cls, text: str) -> "Needle":
        """Return *text* as a needle."""
        return cls(text.encode())

    def within(self, hay: bytes) -> bool:
        """Return whether *hay*, or what it inflates to, has it in any form."""
        return any(form in each for each in _layers(hay) for form in self.forms)

    @cached_property
    def forms(self) -> frozenset[bytes]:
        """How it may stand there."""
        found = {self.content, *_base64(self.content), self.content.hex().encode(), self.content.hex().upper().encode()}
        try:
            text = self.content.decode()
        except UnicodeDecodeError:
            return frozenset(found)
        for as_ascii in (True, False):
            escaped = json.dumps(text, ensure_ascii=as_ascii)[1:-1]
            found |= {escaped.encode(), json.dumps(escaped)[1:-1].encode()}
        for safe in ("/", ""):
            found |= {urllib.parse.quote(text, safe).encode(), urllib.parse.quote_plus(text, safe).encode()}
        return frozenset(found)


def _base64(content: bytes) -> Iterator[bytes]:
    """Yield what of the base64 of *content* is the same whatever stands around it, for each place it may begin at."""
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + content)
        first = -(-before * 8 // 6)
        last = (before + len(content)) * 8 // 6
        yield from {whole[first:last], whole[first:last].translate(bytes.maketrans(b"+/", b"-_"))}


def _layers(hay: bytes) -> Iterator[bytes]:
    """Yield *hay*, and what it inflates to for as long as that inflates."""
    while True:
        yield hay
        if not hay.startswith(_HEADERS):
            return
        try:
            hay = zlib.decompressobj(GZIP_OR_ZLIB).decompress(hay, MOST_INFLATED)
        except zlib.error:
            return
