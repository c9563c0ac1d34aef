"""What is found in text, on a corpus whose personal values are known."""

import time
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.anonymizer.detection import find, replaced
from tests.functions.anonymizer.corpus import nobodys, planted

RECALL = 0.99
PRECISION = 0.99


def test_of_each_kind_in_each_locale_all_but_one_in_a_hundred_are_found_whole() -> None:
    corpus = planted()
    missed, total = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for each in corpus:
        raw, value = each.text.encode(), each.value.encode()
        start = raw.index(value)
        whole = any(found.start <= start and start + len(value) <= found.end for found in find(raw))
        total[each.kind, each.locale] += 1
        missed[each.kind, each.locale] += not whole
    assert len(corpus) >= 5_000
    assert {key: missed[key] for key in total if missed[key] > (1 - RECALL) * total[key]} == {}


def test_no_planted_value_is_left_in_what_comes_out() -> None:
    for each in planted():
        assert each.value not in replaced(each.text, lambda kind, _value: f"<{kind}>")


def test_what_is_of_nobody_is_left() -> None:
    texts = list(nobodys())
    wrong = [text for text in texts if find(text.encode())]
    assert len(wrong) <= (1 - PRECISION) * len(texts), wrong[:20]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("write to jürgen.müller@bücher.example today", "write to <email> today"),
        ("card 4111 1111 1111 1111 12 items", "card <card> 12 items"),
        ("iban GB82 WEST 1234 5698 7654 32 is mine", "iban <iban> is mine"),
        ("call +44 (0)20 7946 0958, please", "call <phone>, please"),
        ("ssn 123-45-6789; nino AB 12 34 56 C.", "ssn <us_ssn>; nino <gb_nino>."),
        ("from 2001:db8::8a2e:370:7334 and ::1", "from <ip_address> and <ip_address>"),
        ("00-1B-44-11-3A-B7 joined", "<mac_address> joined"),
        (
            "it costs 5551234.5678901234 and took 0.4111111111111111",
            "it costs 5551234.5678901234 and took 0.4111111111111111",
        ),
        ("std::vector of 12.31.2026", "std::vector of 12.31.2026"),
        ("nothing", "nothing"),
        ("", ""),
    ],
)
def test_what_is_found_is_replaced_and_nothing_around_it(text: str, expected: str) -> None:
    assert replaced(text, lambda kind, _value: f"<{kind}>") == expected


@given(st.text() | st.text("0123456789+-() .@:/xXAB"))
def test_no_text_is_too_strange(text: str) -> None:
    found = find(text.encode(errors="surrogatepass"))
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert find(replaced(text, lambda *_: "").encode(errors="surrogatepass")) is not None


@pytest.mark.parametrize("part", ["4111 ", "1:", "GB00 ", "a@", "+1 (", "::", "0 "])
def test_twice_the_text_takes_twice_the_time(part: str) -> None:
    def seconds(count: int) -> float:
        raw = (part * count).encode()
        begun = time.process_time()
        find(raw)
        return time.process_time() - begun

    seconds(100)
    few, many = (min(seconds(count) for _ in range(3)) for count in (1_000, 8_000))
    assert many < 0.02 or many / few < 24
