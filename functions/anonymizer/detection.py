"""Finds what is personal in text: one automaton runs over it and says where anything may be, then the checks decide."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import re2

from functions.anonymizer.kinds import EMAIL, FORMS, OPEN_FORMS, Kind

AUTOMATON_BYTES: Final = 64 << 20
"""What RE2 may take for its states; by default it would start anew too often."""


@dataclass(frozen=True)
class Finding:
    """Something personal, from byte *start* to before *end*."""

    start: int
    end: int
    kind: str


def _automaton() -> Any:
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1  # bytes as they are: whatever isn't ASCII may be a letter
    options.case_sensitive = False
    options.max_mem = AUTOMATON_BYTES
    forms = "|".join(kind.form for kind in OPEN_FORMS), "|".join(kind.form for kind in FORMS)
    return re2.compile(rf"{forms[0]}|\b(?:{forms[1]})\b".encode(), options)


def _alone(kind: Kind) -> re.Pattern[bytes]:
    form = kind.form if kind is EMAIL else rf"(?<![A-Z0-9])(?:{kind.form})(?![A-Z0-9])"
    return re.compile(form.encode(), re.IGNORECASE)


_ANY: Final = _automaton()
_EACH: Final = tuple((kind, _alone(kind)) for kind in (*FORMS, *OPEN_FORMS))
_FRACTION: Final = re.compile(rb"\d\.\d")
_IDENTIFIER: Final = re.compile(rb"[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}", re.IGNORECASE)
"""RFC 9562: of a thing, not of a person."""


def find(text: bytes) -> Sequence[Finding]:
    """Return what is personal in *text*, of UTF-8, in order and without overlap."""
    found: list[Finding] = []
    at = 0
    while candidate := _ANY.search(text, at):
        start = candidate.start()
        at = start + 1
        if _FRACTION.match(text, max(0, start - 2)):
            continue
        if identifier := _IDENTIFIER.match(text, start):
            at = identifier.end()
        elif finding := _checked(text, start):
            found.append(finding)
            at = finding.end
    return found


def replaced(text: str, make: Callable[[str, str], str]) -> str:
    """Return *text* with each finding replaced by what *make* gives for its kind and what was there."""
    raw = text.encode(errors="surrogatepass")
    parts: list[bytes] = []
    at = 0
    for each in find(raw):
        parts += [raw[at : each.start], make(each.kind, raw[each.start : each.end].decode()).encode()]
        at = each.end
    return b"".join((*parts, raw[at:])).decode(errors="surrogatepass") if parts else text


def _checked(text: bytes, start: int) -> Finding | None:
    for kind, form in _EACH:
        found = form.match(text, start)
        taken = found[0] if found else b""
        while taken:  # the last words may be another's
            if form.fullmatch(taken) and kind.check(taken.decode(errors="replace")):
                return Finding(start, start + len(taken), kind.name)
            taken = taken.rpartition(b" ")[0]
    return None
