from typing import Any

import pytest

from functions.event_store.core import EventStore
from functions.event_store.errors import (
    CommitIdReusedError,
    MalformedError,
    SealBrokenError,
    SubjectForgottenError,
)
from functions.event_store.model import NewEvent, Personal
from functions.event_store.snapshots import Fold
from functions.event_store.wire import commit_key
from tests.functions.event_store.data_plane import Site

BOOKED = NewEvent(
    type="Booked",
    schema=1,
    data={
        "flight": "LH1",
        "buyer": {"name": "CANARY-Ann", "vip": True},
        "seats": [{"row": 1, "name": "CANARY-Bob"}, {"row": 2, "name": "CANARY-Cyd"}, {"row": 3}],
        "note": "CANARY-shared",
    },
    personal=[
        Personal(subject="ann", pointers=["/buyer/name", "/note"]),
        Personal(subject="bob", pointers=["/seats/0/name", "/note"]),
        Personal(subject="cyd", pointers=["/seats/1/name"]),
    ],
)


def data(store: EventStore, stream: str = "s") -> Any:
    return store.read(stream).events[0]["data"]


def test_nothing_personal_is_kept_and_everything_is_read(site: Site) -> None:
    site.worker().append("s", 0, [BOOKED], "a")
    stored = str(site.dynamodb.scan(TableName=site.events.name)["Items"])
    body = site.worker().commits.read("s")
    assert "CANARY" not in stored + str(list(body))
    assert data(site.worker()) == BOOKED.data


def test_forgetting_one_subject_keeps_the_rest(site: Site) -> None:
    store = site.worker()
    store.append("s", 0, [BOOKED], "a")
    store.forget("bob")
    gone = {"$forgotten": {"subject": "bob"}}
    assert data(store) == {
        "flight": "LH1",
        "buyer": {"name": "CANARY-Ann", "vip": True},
        "seats": [{"row": 1, "name": gone}, {"row": 2, "name": "CANARY-Cyd"}, {"row": 3}],
        "note": gone,
    }


def test_a_field_of_two_subjects_is_forgotten_with_either(site: Site) -> None:
    for subject in ("ann", "bob"):
        store = site.worker()
        event = NewEvent(
            type="Noted",
            schema=1,
            data={"note": 1},
            personal=[Personal(subject=f"{who}-{subject}", pointers=["/note"]) for who in ("ann", "bob")],
        )
        store.append(f"s-{subject}", 0, [event], "a")
        store.forget(f"{subject}-{subject}")
        assert data(store, f"s-{subject}") == {"note": {"$forgotten": {"subject": f"{subject}-{subject}"}}}


def test_a_field_within_another_has_its_own_subject(site: Site) -> None:
    store = site.worker()
    personal = [Personal(subject="ann", pointers=["/who"]), Personal(subject="bob", pointers=["/who/child"])]
    store.append("s", 0, [NewEvent(type="X", schema=1, data={"who": {"child": "x", "y": 1}}, personal=personal)], "a")
    assert data(store) == {"who": {"child": "x", "y": 1}}
    store.forget("bob")
    assert data(store) == {"who": {"child": {"$forgotten": {"subject": "bob"}}, "y": 1}}


def test_other_processes_forget_within_a_minute(site: Site) -> None:
    store, other = site.worker(), site.worker()
    store.append("s", 0, [BOOKED], "a")
    assert data(other) == BOOKED.data
    store.forget("cyd")
    site.clock.sleep(61)
    assert data(other)["seats"][1]["name"] == {"$forgotten": {"subject": "cyd"}}


def test_nothing_personal_is_taken_again_of_the_forgotten(site: Site) -> None:
    store = site.worker()
    store.append("s", 0, [BOOKED], "a")
    store.forget("ann")
    with pytest.raises(SubjectForgottenError, match="ann"):
        store.append("s", 1, [BOOKED], "b")


def test_a_sealed_commit_sent_again_is_known(site: Site) -> None:
    receipt = site.worker().append("s", 0, [BOOKED], "a")
    assert site.worker().append("s", 0, [BOOKED], "a") == receipt
    changed = NewEvent(type="Booked", schema=1, data={**BOOKED.data, "note": "other"}, personal=BOOKED.personal)
    with pytest.raises(CommitIdReusedError):
        site.worker().append("s", 0, [changed], "a")


def test_equal_fields_are_sealed_unequal(site: Site) -> None:
    store = site.worker()
    event = NewEvent(
        type="X", schema=1, data={"a": "x", "b": "x"}, personal=[Personal(subject="ann", pointers=["/a", "/b"])]
    )
    store.append("s", 0, [event], "a")
    store.append("s", 1, [event], "b")
    kept = [
        field["$sealed"]["value"] for commit in store.commits.read("s") for field in commit.events[0]["data"].values()
    ]
    assert len(set(kept)) == 4


def test_snapshots_forget_as_events_do(site: Site) -> None:
    store = site.worker()
    note = [NewEvent(type="X", schema=1, data={"x": f"{n:x}" * 100}) for n in range(400)]
    store.append("s", 0, [BOOKED], "a")
    for n in range(10):
        noise = [NewEvent(type="X", schema=1, data={"x": f"{hash((n, i)):x}" * 2}) for i in range(200)]
        store.append("s", 1 + 200 * n, noise, f"n{n}")
    fold = Fold(schema=1, initial=None, apply=lambda state, event, _version: state or event["data"]["buyer"])
    assert note
    assert store.state("s", fold).value == {"name": "CANARY-Ann", "vip": True}
    assert store.state("s", fold).read_events == 0, "there is a snapshot now"
    store.forget("ann")
    assert store.state("s", fold).value == {"name": {"$forgotten": {"subject": "ann"}}, "vip": True}
    assert "CANARY" not in str(site.dynamodb.scan(TableName=site.events.name))


@pytest.mark.parametrize(
    "pointer", ["", "buyer", "/nobody", "/seats/3/name", "/seats/-1", "/seats/x", "/flight/x", "/seats/²"]
)
def test_a_pointer_to_nothing_is_refused(site: Site, pointer: str) -> None:
    event = NewEvent(type="X", schema=1, data=BOOKED.data, personal=[Personal(subject="ann", pointers=[pointer])])
    with pytest.raises(MalformedError):
        site.worker().append("s", 0, [event], "a")


def test_pointers_are_escaped_as_rfc_6901_says(site: Site) -> None:
    event = NewEvent(
        type="X",
        schema=1,
        data={"a/b": 1, "m~n": 2, "": 3},
        personal=[Personal(subject="ann", pointers=["/a~1b", "/m~0n", "/"])],
    )
    site.worker().append("s", 0, [event], "a")
    site.worker().forget("ann")
    assert set(map(str, data(site.worker()).values())) == {"{'$forgotten': {'subject': 'ann'}}"}


def test_a_field_put_under_another_subject_is_told(site: Site) -> None:
    store = site.worker()
    store.append("s", 0, [BOOKED], "a")
    commit = next(store.commits.read("s"))
    changed = str(commit.events).replace("'subject': 'cyd'", "'subject': 'ann'")
    import ast

    from functions.event_store.wire import commit_item, packed

    body, _ = packed(ast.literal_eval(changed))
    site.dynamodb.put_item(TableName=site.events.name, Item=commit_item(commit, body))
    assert site.events.get(commit_key("s", 1, 1))
    with pytest.raises(SealBrokenError):
        store.read("s")
