import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions._shared.shard_errors import RefusedError
from functions._shared.shard_slots import KEY_BYTES, SLOTS, as_ranges, check_collection, finder, from_ranges, slotter

SALT = b"0123456789abcdef"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=200))
def test_a_slot_is_the_keyed_blake2s_of_the_key(key: str) -> None:
    digest = hashlib.blake2s(key.encode(), digest_size=2, key=SALT).digest()
    slot = int.from_bytes(digest, "big") % SLOTS
    assert slotter(SALT)(key) == slot
    assert finder(SALT, [str(number) for number in range(SLOTS)])(key) == str(slot)


def test_keys_that_fall_together_under_one_salt_fall_apart_under_another() -> None:
    """Who doesn't know the salt can't choose keys of one slot."""
    one, other = slotter(SALT), slotter(SALT[::-1])
    chosen = [key for number in range(100_000) if one(key := f"key-{number}") < 164]
    assert len(chosen) > 800
    spread = sum(other(key) < 164 for key in chosen)
    assert spread < len(chosen) * 0.03


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("", "a key has 1 to 1,024 bytes in UTF-8, this one 0"),
        ("x" * 1_000_000, "a key has 1 to 1,024 bytes in UTF-8, this one 1,000,000"),
        ("é" * (KEY_BYTES // 2 + 1), "this one 1,026"),
        ("a\0b", "the character NUL"),
        ("\ud800", "half of a surrogate pair"),
    ],
)
def test_what_is_no_key_is_refused(key: str, told: str) -> None:
    with pytest.raises(RefusedError, match=told) as refusal:
        finder(SALT, [""] * SLOTS)(key)
    with pytest.raises(RefusedError, match=told):
        slotter(SALT)(key)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("name", ["", "Orders", "orders; DROP TABLE", "a" * 64, "ordérs", "orders\n", "1st"])
def test_what_is_no_collection_is_refused(name: str) -> None:
    with pytest.raises(RefusedError, match="a collection's name"):
        check_collection(name)


@given(st.sets(st.integers(0, SLOTS - 1), max_size=300))
def test_slots_are_read_as_they_were_written(slots: set[int]) -> None:
    assert from_ranges(as_ranges(slots)) == tuple(sorted(slots))


@pytest.mark.parametrize("text", ["16384", "0-16384", "a", "1-", "-1", "3-2-1"])
def test_what_are_no_slots_is_no_range(text: str) -> None:
    with pytest.raises(ValueError, match="is no range of slots"):
        from_ranges(text)


def test_ranges_are_short() -> None:
    assert as_ranges([5, 3, 4, 9]) == "3-5 9"
