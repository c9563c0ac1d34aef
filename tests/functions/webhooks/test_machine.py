"""At least once, and for whoever heeds ids exactly once, whatever fails: workers, endpoints, answers, in any order."""

import asyncio
from collections import Counter, defaultdict
from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from functions.webhooks.core import Dispatcher
from functions.webhooks.delivery import SCHEDULE_MS, Delivery, Outcome, State, replayed
from tests.functions.webhooks.memory import Memory

ENDPOINTS: tuple[str, ...] = ("plain", "ordered")
DAY = 24 * 3600 * 1000


class DiedError(Exception):
    """A worker's end between sending and keeping what came of it."""


class Webhooks(RuleBasedStateMachine):
    """Events come once or twice; endpoints fail, take it and lose the answer, or are well; workers die."""

    def __init__(self) -> None:
        super().__init__()
        self.store = Memory(ordered={"ordered"})
        self.now = 0
        self.behaviour: dict[str, str] = dict.fromkeys(ENDPOINTS, "well")
        self.taken: dict[str, list[Delivery]] = defaultdict(list)
        """What each endpoint took, in its order, as often as it came."""
        self.versions: Counter[str] = Counter()
        self.dies = False

    @rule(key=st.sampled_from("ab"), twice=st.booleans())
    def something_happens(self, key: str, twice: bool) -> None:
        self.versions[key] += 1
        version = self.versions[key]
        for endpoint in ENDPOINTS:
            one = Delivery(id=f"{key}-{version}", endpoint=endpoint, key=key, sequence=version, due_ms=self.now)
            for _ in range(1 + twice):
                self.store.add(one)

    @rule(endpoint=st.sampled_from(ENDPOINTS), how=st.sampled_from(("well", "down", "deaf", "slow")))
    def an_endpoint_changes(self, endpoint: str, how: str) -> None:
        self.behaviour[endpoint] = how

    @rule(ms=st.sampled_from((1, 1000, 60_000, 300_000, 3_600_000, DAY)))
    def time_passes(self, ms: int) -> None:
        self.now += ms

    @rule(dies=st.booleans())
    def a_worker_runs(self, dies: bool) -> None:
        self.dies = dies
        try:
            asyncio.run(self._dispatcher().run(self.now + 1))
        except DiedError:
            self.now += 60_000  # its leases end

    @rule()
    def the_dead_are_replayed(self) -> None:
        for each in [one for one in self.store.kept.values() if one.state is State.DEAD]:
            self.store.replay(replayed(each, self.now))

    @invariant()
    def nothing_is_delivered_that_was_not_taken_and_nothing_taken_is_lost(self) -> None:
        for each in self.store.kept.values():
            assert each.attempts <= len(SCHEDULE_MS)
            if each.state is State.DELIVERED:
                assert each.id in {one.id for one in self.taken[each.endpoint]}
        assert len(self.store.kept) == sum(self.versions.values()) * len(ENDPOINTS)

    @invariant()
    def what_asks_for_order_hears_each_key_in_order_but_for_what_was_dead_before(self) -> None:
        heard: dict[str, int] = defaultdict(int)
        firsts = {one.id: one for one in reversed(self.taken["ordered"])}
        for one in sorted(firsts.values(), key=self.taken["ordered"].index):
            skipped = [self._passed(one.key, version) for version in range(heard[one.key] + 1, one.sequence)]
            assert all(skipped), f"{one.id} came before {heard[one.key] + 1}"
            heard[one.key] = max(heard[one.key], one.sequence)

    def _passed(self, key: str, version: int) -> bool:
        return any(one.id == f"{key}-{version}" for one, _ in self.given_up)

    @property
    def given_up(self) -> list[tuple[Delivery, int]]:
        return [
            (one, at) for one, _, at in self.store.outcomes if one.state is State.DEAD and one.endpoint == "ordered"
        ]

    def teardown(self) -> None:
        self.behaviour, self.dies = dict.fromkeys(ENDPOINTS, "well"), False
        self.the_dead_are_replayed()
        while any(one.state is State.PENDING for one in self.store.kept.values()):
            self.now += DAY
            asyncio.run(self._dispatcher().run(self.now + 1))
        for endpoint in ENDPOINTS:
            wanted = {f"{key}-{version}" for key, most in self.versions.items() for version in range(1, most + 1)}
            assert {one.id for one in self.taken[endpoint]} == wanted

    def _dispatcher(self) -> Dispatcher:
        return Dispatcher(deliveries=self.store, send=self._send, clock_ms=lambda: self.now, draw=lambda: 0.5)

    async def _send(self, delivery: Delivery) -> Outcome:
        assert replace(self.store.kept[delivery.endpoint, delivery.id]).state is State.PENDING
        how = self.behaviour[delivery.endpoint]
        if how == "down":
            return Outcome(status=503, took_ms=5)
        self.taken[delivery.endpoint].append(delivery)
        if self.dies:
            raise DiedError
        return Outcome(
            status=None if how == "deaf" else 200, took_ms=5_000 if how == "slow" else 5, fault="TimeoutError"
        )


TestWebhooks = Webhooks.TestCase
TestWebhooks.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
