"""What a request comes to in each store: done by the workflow, by a person, with another store, or not, and why not.

The stores come from the catalogue (`governance/catalogue`), which the stack hands over with the workflow; nothing is
known here of what the platform has. Nothing is done in a store before what it depends on, and nothing that would reach
what is held: where an erasure is done by a key's destruction, holding what the key seals holds the key.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter
from typing import Any, Final

from functions.data_subject_requests.errors import CatalogueError
from functions.data_subject_requests.kinds import Act, Kind

WITH, EXPIRY, NOT_POSSIBLE = "with", "expiry", "not-possible"
"""Means of the catalogue that nobody does anything by."""
_PARTS: Final = frozenset({"name", "ways", "kept", "grounds", "purposes", "recipients", "holds", "derived"})


class Mode(StrEnum):
    """Who does a step."""

    WORKFLOW = "workflow"
    WITH = "with"
    """It is done once what it is done with is."""
    PERSON = "person"
    """A person does it and says so."""
    TOLD = "told"
    """It isn't done; why is told."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """What is done in one store."""

    store: str
    mode: Mode
    note: str
    """How, or why not."""
    after: str = ""
    """Store whose step comes before."""
    about: Mapping[str, Any] = field(default_factory=dict)
    """What the person is told of the store besides (GDPR Art. 15(1)): `purposes`, `recipients`, `kept`."""
    done: bool = False
    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A store that may hold something of people, as the catalogue describes it."""

    name: str
    ways: Mapping[str, Mapping[str, str]]
    """By act: `by`, `how`, and `store` or `ground` where the catalogue has them."""
    kept: str
    grounds: frozenset[str]
    """On which data is processed there (GDPR Art. 6(1), by letter)."""
    purposes: tuple[str, ...]
    recipients: tuple[str, ...]
    derived: tuple[str, ...] = ()
    """Stores of which something is made of what is here, nearest first."""

    @property
    def about(self) -> Mapping[str, Any]:
        """Return what people are told of it."""
        return {"purposes": [*self.purposes], "recipients": [*self.recipients], "kept": self.kept}


@dataclass(frozen=True, kw_only=True)
class Hold:
    """Something that is kept whoever asks for its erasure."""

    why: str
    """By the law of the request."""
    stores: frozenset[str] = frozenset()
    """Empty for all."""


def stored(given: Iterable[Mapping[str, Any]]) -> dict[str, Stored]:
    """Return the stores that *given* describes and that may hold something of people, by name.

    Raises:
        CatalogueError: a store isn't described whole, or twice.
    """
    found: dict[str, Stored] = {}
    for each in given:
        if each.keys() != _PARTS or each["name"] in found:
            raise CatalogueError(f"a store has {', '.join(sorted(_PARTS))}, and stands once")
        if each["holds"]:
            found[each["name"]] = Stored(
                name=each["name"],
                ways=each["ways"],
                kept=each["kept"],
                grounds=frozenset(each["grounds"]),
                purposes=tuple(each["purposes"]),
                recipients=tuple(each["recipients"]),
                derived=tuple(each["derived"]),
            )
    return found


def plan(
    kind: Kind, stores: Mapping[str, Stored], runs: Collection[tuple[str, Act]], holds: Sequence[Hold] = ()
) -> tuple[Step, ...]:
    """Return the steps of a request of *kind*, each after what it depends on; the workflow does those in *runs*.

    Raises:
        CatalogueError: a store is done with one that isn't there, or in a circle.
    """
    act = kind.act
    if act is None:
        return ()
    reached = {name: each for name, each in stores.items() if not kind.grounds or kind.grounds & each.grounds}
    withs = {name: _with(each, act, stores) for name, each in stores.items()}
    why = held(withs, holds) if act is Act.ERASE else {}
    steps: dict[str, Step] = {}
    for name in _order(withs):
        if name in reached:
            step = _step(stores[name], act, why.get(name), withs[name], steps, runs)
            made = [each for each in stores[name].derived if each in reached] if act is Act.ERASE else []
            note = f"{step.note}; made of it, each with a step of its own: {', '.join(made)}" if made else step.note
            steps[name] = replace(step, about=stores[name].about, note=note)
    return tuple(steps.values())


def held(withs: Mapping[str, str | None], holds: Sequence[Hold]) -> Mapping[str, str]:
    """Return why each store is held: for itself, for what is done with it, and for what that is held for.

    *withs* says with which other store each is done.
    """
    found: dict[str, str] = {}
    for hold in holds:
        ahead = [name for name in withs if not hold.stores or name in hold.stores]
        while ahead:
            name = ahead.pop()
            if name not in found:
                found[name] = hold.why
                ahead += [other] if (other := withs[name]) else []
                ahead += [each for each, other in withs.items() if other == name]
    return found


def _step(
    store: Stored,
    act: Act,
    kept_for: str | None,
    other: str | None,
    steps: Mapping[str, Step],
    runs: Collection[tuple[str, Act]],
) -> Step:
    way = store.ways[act]
    if kept_for:
        return Step(store=store.name, mode=Mode.TOLD, note=f"kept: {kept_for}")
    if other and other in steps:
        before = steps[other]
        if before.mode is Mode.TOLD:
            return Step(store=store.name, mode=Mode.TOLD, note=f"as {other}: {before.note}")
        return Step(store=store.name, mode=Mode.WITH, note=way["how"], after=other)
    if other:
        return Step(store=store.name, mode=Mode.PERSON, note=f"{way['how']} ({other} is not part of this request)")
    if way["by"] == NOT_POSSIBLE:
        return Step(store=store.name, mode=Mode.TOLD, note=way["ground"])
    if way["by"] == EXPIRY:
        return Step(store=store.name, mode=Mode.TOLD, note=f"goes by itself, kept {store.kept}: {way['how']}")
    mode = Mode.WORKFLOW if (store.name, act) in runs else Mode.PERSON
    return Step(store=store.name, mode=mode, note=way["how"])


def _with(store: Stored, act: Act, stores: Mapping[str, Stored]) -> str | None:
    way = store.ways.get(act)
    if way is None:
        raise CatalogueError(f"{store.name}: nothing says how to {act} there")
    if way["by"] != WITH:
        return None
    if way.get("store") not in stores:
        raise CatalogueError(f"{store.name}: to {act} there is done with a store that is not there")
    return way["store"]


def _order(withs: Mapping[str, str | None]) -> list[str]:
    try:
        return [*TopologicalSorter({name: {other} if other else set() for name, other in withs.items()}).static_order()]
    except CycleError as fault:
        raise CatalogueError(f"stores are done with each other: {', '.join(sorted(set(fault.args[1])))}") from None
