"""A plan names every store once, in an order that can be done, and reaches nothing that is held."""

import time
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.data_subject_requests.acting import stores as acting
from functions.data_subject_requests.consent_acts import ConsentActs
from functions.data_subject_requests.errors import CatalogueError
from functions.data_subject_requests.event_acts import EventActs, KeyActs
from functions.data_subject_requests.kinds import Act, kind, kinds
from functions.data_subject_requests.plan import Hold, Mode, Step, plan, stored
from functions.data_subject_requests.record_acts import RecordActs
from governance.flows import load as load_lineage
from governance.for_requests import described
from governance.loading import load

ERASURE = kind("gdpr-erasure")
NOBODY: Any = None
ACTED = {
    (name, act)
    for name, each in acting(
        KeyActs(NOBODY, NOBODY), EventActs(NOBODY, NOBODY), RecordActs(NOBODY), ConsentActs(NOBODY)
    ).items()
    for act in each.acts
}
ACTS = ("export", "rectify", "restrict", "erase")


def store(name: str, by: str = "delete", *, other: str = "", ground: str = "6(1)(b)") -> dict[str, Any]:
    way = {"by": by, "how": "somehow"} | ({"store": other} if other else {})
    way |= {"ground": "for a reason"} if by == "not-possible" else {}
    about = {
        "kept": "9 days",
        "grounds": [ground],
        "purposes": ["P"],
        "recipients": ["R"],
        "holds": True,
        "derived": [],
    }
    return {"name": name, "ways": dict.fromkeys(ACTS, way), **about}


@st.composite
def catalogues(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Stores of which each may be done with one that was drawn before it, in any order."""
    names = [f"s{number}" for number in range(draw(st.integers(1, 12)))]
    found: list[dict[str, Any]] = []
    for place, name in enumerate(names):
        by: str = draw(st.sampled_from(["delete", "expiry", "not-possible", *(["with"] * 3 if place else [])]))
        found.append(store(name, by, other=draw(st.sampled_from(names[:place])) if by == "with" else ""))
    return draw(st.permutations(found))


def reached(steps: Mapping[str, Step], name: str) -> set[str]:
    """Return where an act in store *name* takes something away: there, and in all that is done with it."""
    return {name}.union(*(reached(steps, each.store) for each in steps.values() if each.after == name))


@given(catalogues(), st.data())
def test_every_store_has_one_step_after_what_it_depends_on_and_no_act_reaches_what_is_held(
    given_stores: list[dict[str, Any]], data: st.DataObject
) -> None:
    names = [each["name"] for each in given_stores]
    holds = [Hold(why="law", stores=frozenset(each)) for each in data.draw(st.lists(st.sets(st.sampled_from(names))))]
    runs = {(each, Act.ERASE) for each in data.draw(st.sets(st.sampled_from(names)))}
    found = plan(ERASURE, stored(given_stores), runs, holds)
    steps = {each.store: each for each in found}
    assert sorted(steps) == sorted(names)
    assert len(found) == len(names)
    order = [each.store for each in found]
    assert all(order.index(each.after) < order.index(each.store) for each in found if each.after)
    held = {name for hold in holds for name in (hold.stores or names)}
    depends = {each["name"]: each["ways"]["erase"].get("store") for each in given_stores}
    for each in found:
        if each.mode in (Mode.WORKFLOW, Mode.PERSON):
            touched = {each.store} | {name for name in names if each.store in _chain(depends, name)}
            assert not touched & held
        assert each.mode is not Mode.WORKFLOW or (each.store, Act.ERASE) in runs
        assert each.mode is not Mode.WITH or each.store in reached(steps, each.after)


def _chain(depends: Mapping[str, str | None], name: str) -> list[str]:
    found = []
    while name := depends[name] or "":
        found.append(name)
    return found


def test_a_hold_on_what_a_key_seals_holds_the_key() -> None:
    given_stores = [store("keys"), store("events", "with", other="keys"), store("lake", "with", other="events")]
    [keys, events, lake] = plan(
        ERASURE, stored(given_stores), (), [Hold(why="Art. 17(3)(e)", stores=frozenset({"lake"}))]
    )
    assert {each.note for each in (keys, events, lake)} == {"kept: Art. 17(3)(e)"}
    assert {each.mode for each in (keys, events, lake)} == {Mode.TOLD}


def test_a_kind_reaches_what_rests_on_its_grounds_alone() -> None:
    given_stores = stored([store("contract"), store("interests", "not-possible", ground="6(1)(f)")])
    assert [each.store for each in plan(kind("gdpr-portability"), given_stores, ())] == ["contract"]
    [objected] = plan(kind("gdpr-objection"), given_stores, ())
    assert (objected.store, objected.mode, objected.note) == ("interests", Mode.TOLD, "for a reason")


@pytest.mark.parametrize(
    ("stores", "told"),
    [
        ([store("a", "with", other="gone")], "a: to erase there is done with a store that is not there"),
        ([store("a", "with", other="b"), store("b", "with", other="a")], "stores are done with each other: a, b"),
        ([store("a"), store("a")], "a store has"),
        ([{**store("a"), "ways": {}}], "a: nothing says how to erase there"),
        ([{"name": "a"}], "a store has"),
    ],
)
def test_stores_that_do_not_fit_together_are_refused(stores: list[dict[str, Any]], told: str) -> None:
    with pytest.raises(CatalogueError, match=told):
        plan(ERASURE, stored(stores), ())


def test_the_platforms_own_catalogue_is_planned_for_every_kind_and_its_stores_are_those_that_are_acted_on() -> None:
    catalogue = load()
    stores = described(catalogue, load_lineage(catalogue), catalogue.stores)
    assert {name for name, _ in ACTED} <= {name for name, each in catalogue.stores.items() if each.holds}
    for each in kinds().values():
        plan(each, stored(stores), ACTED)
    steps = {each.store: each for each in plan(ERASURE, stored(stores), ACTED)}
    assert steps["subject-keys"].mode is Mode.WORKFLOW
    assert (steps["events"].mode, steps["events"].after) == (Mode.WITH, "subject-keys")
    assert steps["confidential-backups"].mode is Mode.TOLD
    assert steps["events"].note.endswith(
        "made of it, each with a step of its own: event-checkpoints, event-summaries, event-deliveries, "
        "confidential-backups, event-archive, answers, lake-curated, lake-served"
    )
    export = {each.store: each for each in plan(kind("gdpr-access"), stored(stores), ACTED)}
    assert "made of it" not in export["events"].note


def test_an_erasure_over_50_stores_is_planned_within_50_ms() -> None:
    chain = [store(f"s{number}", "with", other=f"s{number + 1}") for number in range(49)]
    stores = [*chain, store("s49")]
    begin = time.perf_counter()
    steps = plan(ERASURE, stored(stores), {("s49", Act.ERASE)}, [Hold(why="law", stores=frozenset({"none"}))])
    assert time.perf_counter() - begin < 0.05
    assert [each.store for each in steps][:2] == ["s49", "s48"]
