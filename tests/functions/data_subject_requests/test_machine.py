"""Requests of several people in any order, with stores that go down before or after their work, held to what may be.

The workflow runs again and again, as its schedule has it; whatever stopped it, nothing is forgotten in part for good,
nothing is forgotten that nobody proved to have asked for or that is held, and what has ended names nobody.
"""

from contextlib import suppress
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from functions._shared.chain import faults
from functions.data_subject_requests.errors import RequestError
from functions.data_subject_requests.request import Status
from tests.functions.data_subject_requests.places import Place

PEOPLE = ("ann-01", "bob-02", "cyd-03")
IDS = ("r1", "r2", "r3", "r4")
KINDS = ("gdpr-erasure", "ccpa-delete", "gdpr-restriction", "ccpa-opt-out")
SUBJECTS = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2, unique=True)


def test_requests() -> None:
    class Requests(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.place = Place()
            self.place.keys.kept = set(PEOPLE)
            self.asked: dict[str, tuple[str, tuple[str, ...]]] = {}
            self.proven: set[str] = set()
            self.held: dict[str, set[str]] = {}
            """By hold those who were there when it came, whom it keeps there."""

        @rule(request=st.sampled_from(IDS), kind=st.sampled_from(KINDS), who=SUBJECTS, good=st.booleans())
        def receive(self, request: str, kind: str, who: list[str], good: bool) -> None:
            known = self.asked.setdefault(request, (kind, tuple(sorted(who))))
            try:
                told = self.place.receive(request, kind, *who, proof="good" if good else "forged")
            except RequestError:
                assert known != (kind, tuple(sorted(who))), "the same request, made again, is the same"
                return
            assert known == (kind, tuple(sorted(who))), "an id stands for one request for good"
            if (good or kind == "ccpa-opt-out") and told["status"] != Status.REFUSED:
                self.proven.add(request)
            assert told["proven"] == (request in self.proven)

        @rule(request=st.sampled_from(IDS), code=st.sampled_from(("unfounded", "not-identified", "whim")))
        def refuse(self, request: str, code: str) -> None:
            self._tried("refuse", request=request, reason=code)

        @rule(request=st.sampled_from(IDS))
        def confirm(self, request: str) -> None:
            self._tried("confirm", request=request, store="paper")

        @rule(request=st.sampled_from(IDS))
        def extend(self, request: str) -> None:
            self._tried("extend", request=request, reason="complexity")

        @rule(who=st.none() | st.sampled_from(PEOPLE), store=st.sampled_from(("keys", "sealed")))
        def hold(self, who: str | None, store: str) -> None:
            more = {} if who is None else {"subject": who}
            hold = f"{(*PEOPLE, None).index(who)}-{store}"
            self.place.ask("hold", hold=hold, reason="legal-claims", stores=[store], **more)
            self.held[hold] = self.place.keys.kept & ({who} if who else {*PEOPLE})

        @rule()
        def release(self) -> None:
            for hold in list(self.held):
                self.place.ask("release", hold=hold)
            self.held.clear()

        @rule(after=st.booleans())
        def go_down(self, after: bool) -> None:
            self.place.keys.down.append(after)

        @rule()
        def run(self) -> None:
            self.place.run()

        def _tried(self, do: str, **more: Any) -> None:
            with suppress(RequestError):
                self.place.ask(do, **more)

        @invariant()
        def what_is_gone_was_to_go(self) -> None:
            erasers = {
                who for each in self.proven for kind, all_ in [self.asked[each]] if kind in KINDS[:2] for who in all_
            }
            assert set(PEOPLE) - self.place.keys.kept <= erasers
            assert set().union(*self.held.values()) <= self.place.keys.kept

        @invariant()
        def what_has_ended_is_whole_and_names_nobody(self) -> None:
            for each, (kind, subjects) in self.asked.items():
                request = self.place.book.request(each)
                if request.status is Status.OPEN:
                    continue
                assert not any(who in repr(request) for who in PEOPLE)
                if request.status is Status.DONE and kind in KINDS[:2] and request.step("keys").done:
                    assert not {*subjects} & self.place.keys.kept
                assert request.status is Status.REFUSED or not request.left
                assert each in self.proven or request.status is Status.REFUSED

        @invariant()
        def the_chain_is_whole_and_names_nobody(self) -> None:
            found = [*self.place.book.entries()]
            assert faults(found) == []
            assert [each.digest for each, _ in found] == [each.digest for each in self.place.entries]
            assert not any(who in repr(found) for who in PEOPLE)

        def teardown(self) -> None:
            """However it went, the workflow and a person bring every request that can end to its end."""
            self.place.keys.down.clear()
            for each in self.asked:
                self.place.run()
                self._tried("confirm", request=each, store="paper")
            self.place.run()
            left = {each.id for each in self.place.book.open()}
            assert left == self.asked.keys() - self.proven - _refused(self.place, [*self.asked])

    run_state_machine_as_test(Requests, settings=settings(max_examples=60, stateful_step_count=20))


def _refused(place: Place, requests: list[str]) -> set[str]:
    return {each for each in requests if place.book.request(each).status is Status.REFUSED}
