"""Which slot a key falls into: one of 16,384, by a hash that nobody who doesn't know the salt can steer.

Keys come from outside. Whoever could compute slots would choose keys that all fall into one, and with them the shard
that suffers; so the hash is BLAKE2s in its keyed mode, a MAC (RFC 7693, 2.9). Its state after the salt is kept and
copied for each key, which is faster than most plain hashes that Python offers (docs/adr/0028-shards-by-slots.md).
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from functions._shared.shard_errors import RefusedError

SLOTS = 16_384
"""64 for each of 256 shards, the most that the platform is sized for; Redis Cluster has as many."""
SALT_BYTES = 16
"""128 bits, as the security level asks for (RFC 7693, 4)."""
KEY_BYTES = 1_024
"""An entry of a B-tree index takes a third of a page, 2,704 bytes (PostgreSQL, "B-Tree Limits"); key and collection
stay well below it."""
_COLLECTION = re.compile(r"[a-z][a-z0-9_]{0,62}")
_RANGE = re.compile(r"(\d+)(?:-(\d+))?")


def slotter(salt: bytes) -> Callable[[str], int]:
    """Return the function from keys to slots under *salt*; it raises what `key_bytes` raises."""
    fresh = hashlib.blake2s(digest_size=2, key=salt).copy
    number, last = int.from_bytes, SLOTS - 1

    def slot(key: str) -> int:
        state = fresh()
        state.update(key_bytes(key))
        return number(state.digest(), "big") & last

    return slot


def finder(salt: bytes, owners: Sequence[str]) -> Callable[[str], str]:
    """Return the function from keys to the *owners* of their slots: `slotter`, without a call for each part of it."""
    fresh = hashlib.blake2s(digest_size=2, key=salt).copy
    number, last = int.from_bytes, SLOTS - 1

    def owner(key: str) -> str:
        try:
            data = key.encode()
        except UnicodeEncodeError:
            data = b""
        if not 0 < len(data) <= KEY_BYTES or 0 in data:
            key_bytes(key)  # says what is wrong
        state = fresh()
        state.update(data)
        return owners[number(state.digest(), "big") & last]

    return owner


def key_bytes(key: str) -> bytes:
    """Return *key* in UTF-8.

    Raises:
        RefusedError: it is empty, too long, no Unicode text, or holds NUL, which PostgreSQL's text can't.
    """
    try:
        found = key.encode()
    except UnicodeEncodeError:
        raise RefusedError("a key must be Unicode text: it holds half of a surrogate pair") from None
    if not 0 < len(found) <= KEY_BYTES:
        raise RefusedError(f"a key has 1 to {KEY_BYTES:,} bytes in UTF-8, this one {len(found):,}")
    if 0 in found:
        raise RefusedError("a key can't hold the character NUL")
    return found


def check_collection(name: str) -> str:
    """Return *name*.

    Raises:
        RefusedError: it isn't a collection's name.
    """
    if not _COLLECTION.fullmatch(name):
        raise RefusedError("a collection's name has 1 to 63 of a-z, 0-9 and _, and begins with a letter")
    return name


def as_ranges(slots: Iterable[int]) -> str:
    """Return *slots* as text, such as `0-41 77`, the lowest first."""
    return " ".join(str(first) if first == last else f"{first}-{last}" for first, last in _runs(slots))


def from_ranges(text: str) -> tuple[int, ...]:
    """Return the slots that *text* names.

    Raises:
        ValueError: it isn't of that form, or names slots that there aren't.
    """
    found: list[int] = []
    for part in text.split():
        match = _RANGE.fullmatch(part)
        if not match or int(match[2] or match[1]) >= SLOTS:
            raise ValueError(f"{part!r} is no range of slots: such as 0-41, below {SLOTS:,}")
        found += range(int(match[1]), int(match[2] or match[1]) + 1)
    return tuple(found)


def _runs(slots: Iterable[int]) -> Iterator[tuple[int, int]]:
    first = last = -1
    for slot in sorted(slots):
        if slot != last + 1 or first < 0:
            if first >= 0:
                yield first, last
            first = slot
        last = slot
    if first >= 0:
        yield first, last
