"""What of a document is whose, whatever the document: nothing of others goes with it, and nothing of theirs stays."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from functions._shared.shard_query import Record
from functions.records.people import own, read, told, without

TEXTS = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=4)
DOCUMENTS = st.dictionaries(
    TEXTS, st.recursive(st.integers(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner)),
    min_size=1,
    max_size=4,
)  # fmt: skip


def pointers(value: Any, at: str = "") -> Iterator[str]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in members:
        here = f"{at}/{str(name).replace('~', '~0').replace('/', '~1')}"
        yield here
        yield from pointers(inner, here)


def leaves(value: Any, at: str = "") -> dict[str, Any]:
    found = dict[str, Any]()
    for each in pointers(value):
        place = value
        for part in each[1:].split("/"):
            name = part.replace("~1", "/").replace("~0", "~")
            place = place[int(name)] if isinstance(place, list) else place[name]
        if not place or not isinstance(place, dict | list):
            found[each] = place
    return found


@st.composite
def records(draw: st.DrawFn) -> Record:
    document = draw(DOCUMENTS)
    fields = st.lists(st.sampled_from([*pointers(document)]), min_size=1, max_size=3, unique=True)
    return Record(
        key="acme/one", document=document, version=1, subjects={who: sorted(draw(fields)) for who in ("ann", "bob")}
    )


@given(records())
def test_what_is_told_is_read_again(record: Record) -> None:
    value = told(record.subjects)
    assume(len(value) < 8_000)
    assert value.isascii()
    assert read(value, record.document) == record.subjects


@given(records())
def test_of_two_one_is_taken_out_and_all_else_is_as_before(record: Record) -> None:
    before = json.dumps(record.document)
    rest = without(record, ["ann"])
    assert rest
    document, subjects = rest
    assert json.dumps(record.document) == before
    assert subjects == {"bob": record.subjects["bob"]}
    ours = record.subjects["ann"]
    for pointer, value in leaves(record.document).items():
        if not any(f"{pointer}/".startswith(f"{each}/") for each in ours):
            assert leaves(document)[pointer] == value
    for pointer, value in leaves(document).items():
        if any(f"{pointer}/".startswith(f"{each}/") for each in ours):
            assert value is None
    assert {*own(record, ["ann"])} == {*ours}


def test_a_record_that_is_all_of_one_goes_whole() -> None:
    record = Record(key="acme/one", document={"mail": "x"}, version=1, subjects={"ann": []})
    assert without(record, ["ann", "bob"]) is None
    assert own(record, ["ann"]) == {"mail": "x"}
