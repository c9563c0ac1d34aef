"""Calls of several people in any order, twice, late, and two at once, held to what the chain then says.

The chain is read as a stranger would read it, and says of every session that others gave it, that it was given nothing
before, after its end or after it was revoked, and that no two people handed each other the keys.
"""

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from functions._shared import chain
from functions.elevation.errors import ElevationError
from tests.functions.elevation.place import MEANWHILE, TIERS, Place, id_of

NUMBERS = st.integers(1, 3)
PEOPLE = st.sampled_from(
    [("ann", "Engineers"), ("ann", "Leads"), ("bob", "Leads"), ("cyd", "Leads"), ("eve", "Guests")]
)
ACTS = st.sampled_from(["approve", "approve", "approve", "credentials", "credentials", "refuse", "revoke"])
CALLS = st.tuples(ACTS, NUMBERS, PEOPLE)


def test_elevations() -> None:
    class Elevations(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.place = Place()
            self.given: list[str] = []

        @rule(number=NUMBERS, who=PEOPLE, tier=st.sampled_from(sorted(TIERS)))
        def request(self, number: int, who: tuple[str, str], tier: str) -> None:
            self._tried(lambda: self.place.ask("request", *who, **_asked(number, tier)))

        @rule(call=CALLS)
        def call(self, call: tuple[str, int, tuple[str, str]]) -> None:
            self._on(call)

        @rule(call=CALLS, meanwhile=CALLS)
        def two_at_once(self, call: tuple[str, int, tuple[str, str]], meanwhile: Any) -> None:
            MEANWHILE["do"] = lambda: self._on(meanwhile)
            self._on(call)
            MEANWHILE.clear()

        @rule(minutes=st.sampled_from([0.01, 20, 31, 250]))
        def wait(self, minutes: float) -> None:
            self.place.wait(minutes)

        @rule()
        def sweep(self) -> None:
            self.place.desk.sweep()

        @invariant()
        def holds(self) -> None:
            kept = [*self.place.desk.book.entries.all()]
            assert chain.faults(kept) == []
            by, tier, ends = dict[str, str](), dict[str, str](), dict[str, str]()
            approvers, closed = defaultdict[str, set[str]](set), set[str]()
            pairs = dict[tuple[str, str], str]()
            for entry, _ in kept:
                request, detail = entry.request, entry.detail
                if entry.act == "requested":
                    by[request], tier[request] = detail["by"], detail["tier"]
                elif entry.act == "approved":
                    assert request not in closed
                    approvers[request].add(detail["by"])
                    if detail["ends_at"]:
                        ends[request] = detail["ends_at"]
                        for each in approvers[request]:
                            assert pairs.get((by[request], each), "") <= entry.at, "they handed each other the keys"
                            pairs[each, by[request]] = detail["ends_at"]
                elif entry.act == "credentials":
                    others = approvers[request] - {by[request]}
                    assert len(others) >= TIERS[tier[request]].approvals
                    assert detail["by"] == by[request]
                    assert request not in closed
                    assert entry.at < ends[request]
                else:
                    closed.add(request)
            told = [entry.request for entry, _ in kept if entry.act == "credentials"]
            assert sorted(told) == sorted(self.given), "nothing was given that isn't told"

        def _on(self, call: tuple[str, int, tuple[str, str]]) -> None:
            act, number, who = call
            answer = self._tried(lambda: self.place.ask(act, *who, request=id_of(number)))
            if answer and act == "credentials":
                self.given.append(answer["AccessKeyId"])

        def _tried(self, what: Callable[[], dict[str, Any]]) -> dict[str, Any] | None:
            with suppress(ElevationError):
                return what()
            return None

    run_state_machine_as_test(Elevations, settings=settings(max_examples=150, stateful_step_count=40, deadline=None))


def _asked(number: int, tier: str) -> dict[str, Any]:
    more = {"reason": "The queue of payments stands still", "ticket": "OPS-17", "minutes": 30}
    return {"request": id_of(number), "tier": tier, **more}
