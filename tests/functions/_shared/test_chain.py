"""Whatever is done to a chain of entries shows, but for an end that is cut off."""

import hashlib
import json
from dataclasses import asdict, replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from functions._shared.chain import Entry, faults, following

NOW = datetime(2026, 1, 1, tzinfo=UTC)
Chain = list[tuple[Entry, str]]


def chain(length: int) -> Chain:
    found: list[Entry] = []
    for number in range(length):
        found.append(following(found[-1] if found else None, f"r{number}", "acted", {"store": "events"}, NOW))
    return [(each, each.digest) for each in found]


@given(st.integers(2, 8), st.data())
def test_a_change_shows(length: int, data: st.DataObject) -> None:
    whole = chain(length)
    assert faults(whole) == []
    at = data.draw(st.integers(0, length - 2))
    entry, digest = whole[at]
    changed = replace(entry, act="never happened")
    anew = (changed, changed.digest)
    spoiled: list[Chain] = [
        [*whole[:at], *whole[at + 1 :]],
        [*whole[:at], (changed, digest), *whole[at + 1 :]],
        [*whole[:at], anew, *whole[at + 1 :]],
        [*whole[: at + 1], whole[at], *whole[at + 1 :]],
        [*whole[:at], whole[at + 1], whole[at], *whole[at + 2 :]],
    ]
    assert [bool(faults(each)) for each in spoiled] == [True] * len(spoiled)


def test_anybody_can_make_the_digest_again() -> None:
    [(first, digest), (second, _)] = chain(2)
    text = json.dumps(asdict(first), sort_keys=True, separators=(",", ":"))
    assert digest == hashlib.sha256(text.encode()).hexdigest() == second.former
    assert first.former == "0" * 64
