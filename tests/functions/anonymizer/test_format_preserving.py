"""FF1 by the samples that NIST gives (Cryptographic Standards and Guidelines, example values, "FF1samples")."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.anonymizer.format_preserving import encrypted

KEY = bytes.fromhex("2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94")
TENS = bytes.fromhex("39383736353433323130")
SEVENS = bytes.fromhex("3737373770717273373737")


@pytest.mark.parametrize(
    ("key_bytes", "tweak", "radix", "plain", "cipher"),
    [
        (16, b"", 10, "0123456789", "2433477484"),
        (16, TENS, 10, "0123456789", "6124200773"),
        (16, SEVENS, 36, "0123456789abcdefghi", "a9tv40mll9kdu509eum"),
        (24, b"", 10, "0123456789", "2830668132"),
        (24, TENS, 10, "0123456789", "2496655549"),
        (24, SEVENS, 36, "0123456789abcdefghi", "xbj3kv35jrawxv32ysr"),
        (32, b"", 10, "0123456789", "6657667009"),
        (32, TENS, 10, "0123456789", "1001623463"),
        (32, SEVENS, 36, "0123456789abcdefghi", "xs8a0azh2avyalyzuwd"),
    ],
)
def test_what_nist_says(key_bytes: int, tweak: bytes, radix: int, plain: str, cipher: str) -> None:
    assert encrypted(plain, KEY[:key_bytes], tweak, radix) == cipher


@given(st.lists(st.text("0123456789", min_size=7, max_size=7), unique=True, min_size=2, max_size=30))
def test_no_two_become_the_same(numbers: list[str]) -> None:
    hidden = [encrypted(number, KEY, b"phone") for number in numbers]
    assert len(set(hidden)) == len(numbers)
    assert all(len(each) == 7 and each.isdigit() for each in hidden)


def test_all_digits_come_out_as_often() -> None:
    counts = Counter("".join(encrypted(f"{number:06}", KEY, b"") for number in range(3000)))
    assert all(1600 < counts[digit] < 2000 for digit in "0123456789"), counts


@pytest.mark.parametrize("digits", ["12345", "1" * 57, ""])
def test_too_few_to_hide_among_and_too_many_are_refused(digits: str) -> None:
    with pytest.raises(ValueError, match=f"{len(digits)} digits, of 6 to 56"):
        encrypted(digits, KEY, b"")
