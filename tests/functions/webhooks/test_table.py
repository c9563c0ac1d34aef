"""A table's deliveries: at least once, in order where asked, whoever is at it and whatever fails when."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from moto import mock_aws

from functions.event_store.table import Table
from functions.webhooks.delivery import AT_ONCE, Delivery, Outcome, State, after
from functions.webhooks.intake import Intake, pending, window
from functions.webhooks.items import Entry, event_id
from functions.webhooks.lanes import LEASE_MS, TURN_MS
from functions.webhooks.table import Kept
from tests.functions.event_store.data_plane import create_table
from tests.functions.webhooks.mortal import DiedError, Mortal, dynamodb

ENDPOINTS: tuple[str, ...] = ("plain", "ordered")
DAY = 24 * 3600 * 1000
OUTCOMES = {"well": (200, ""), "down": (503, ""), "deaf": (None, "TimeoutError")}
"""What an endpoint does; one that is deaf takes it and doesn't say so."""
DEATHS = st.one_of(st.none(), st.none(), st.tuples(st.integers(0, 14), st.booleans()))
"""After how many calls a process dies, and whether the last is done; two of three live."""
NUMBERS = itertools.count()


class Workers(RuleBasedStateMachine):
    """Two workers on one table; what one has claimed may be sent long after."""

    def __init__(self) -> None:
        super().__init__()
        self.mock = mock_aws()
        self.mock.start()
        client = dynamodb()
        self.client = Mortal(client)
        self.table = Table(self.client, create_table(client, f"webhooks-{next(NUMBERS)}", "pk", "sk").name)
        self.intake = Intake(self.table)
        self.workers = [Kept(self.table), Kept(self.table)]
        self.claimed: list[list[Delivery]] = [[], []]
        self.now = 1_000_000
        self.behaviour = dict.fromkeys(ENDPOINTS, "well")
        self.taken: dict[str, list[Delivery]] = defaultdict(list)
        self.versions: Counter[str] = Counter()
        self.wanted: list[Entry] = []
        self.given_up: set[str] = set()

    @initialize(hows=st.tuples(*[st.sampled_from(sorted(OUTCOMES))] * len(ENDPOINTS)))
    def something_has_happened(self, hows: tuple[str, ...]) -> None:
        self.behaviour = dict(zip(ENDPOINTS, hows, strict=True))
        for key in "aab":
            self.something_happens(key, None)

    @rule(key=st.sampled_from("ab"), death=DEATHS)
    def something_happens(self, key: str, death: tuple[int, bool] | None) -> None:
        self.versions[key] += 1
        version = self.versions[key]
        entries = [
            pending(
                Delivery(id=event_id(key, version, 1), endpoint=endpoint, key=key, sequence=version, due_ms=self.now),
                type_="t",
                ordered=endpoint == "ordered",
            )
            for endpoint in ENDPOINTS
        ]
        self.wanted += entries
        self.client.dies = death
        try:
            for each in entries:
                self.intake.add(each, self.now)
        except DiedError:
            for each in entries:  # it comes again, as from a queue
                self.intake.add(each, self.now)
        self.client.dies = None

    @rule(endpoint=st.sampled_from(ENDPOINTS), how=st.sampled_from(sorted(OUTCOMES)))
    def an_endpoint_changes(self, endpoint: str, how: str) -> None:
        self.behaviour[endpoint] = how

    @rule(ms=st.sampled_from((1, 300, TURN_MS, LEASE_MS, 300_000, 7_200_000, DAY)))
    def time_passes(self, ms: int) -> None:
        self.now += ms

    @rule(who=st.integers(0, 1), most=st.integers(1, 6), death=DEATHS)
    def a_worker_claims(self, who: int, most: int, death: tuple[int, bool] | None) -> None:
        self.client.dies = death
        self._alive(who, lambda: self.claimed[who].extend(self.workers[who].claim(self.now, most, Counter())))
        held = Counter(each.endpoint for each in self.claimed[who])
        assert all(count <= AT_ONCE for count in held.values())

    @precondition(lambda self: self.claimed[0] or self.claimed[1])
    @rule(which=st.integers(0, 9), death=DEATHS)
    def a_worker_sends(self, which: int, death: tuple[int, bool] | None) -> None:
        held = [(who, one) for who in (0, 1) for one in self.claimed[who]]
        who, one = held[which % len(held)]
        self.claimed[who].remove(one)
        self.client.dies = death
        self._alive(who, lambda: self._send(who, one))

    @rule(who=st.integers(0, 1), death=DEATHS)
    def a_worker_does_all_of_it(self, who: int, death: tuple[int, bool] | None) -> None:
        self.a_worker_claims(who, 6, None)
        self.client.dies = death
        for one in [*self.claimed[who]]:
            self.claimed[who] = [each for each in self.claimed[who] if each is not one]
            self._alive(who, lambda one=one: self._send(who, one))

    @rule(who=st.integers(0, 1))
    def a_worker_ends(self, who: int) -> None:
        if not self.claimed[who]:
            self.workers[who].close()

    @rule()
    def all_of_it_is_replayed(self) -> None:
        for endpoint in ENDPOINTS:
            self.intake.replay(endpoint, *window(0, 10), self.now)

    @rule()
    def nothing_is_delivered_that_was_not_taken_and_nothing_is_lost(self) -> None:
        for endpoint in ENDPOINTS:
            kept = [*self.intake.log(endpoint)]
            assert len(kept) == sum(self.versions.values())
            taken = {one.id for one in self.taken[endpoint]}
            assert all(each.delivery.id in taken for each in kept if each.delivery.state is State.DELIVERED)

    @invariant()
    def what_asks_for_order_hears_each_key_in_order_but_for_what_was_dead_before(self) -> None:
        heard: Counter[str] = Counter()
        for one in self.taken["ordered"]:
            skipped = {event_id(one.key, version, 1) for version in range(heard[one.key] + 1, one.sequence)}
            assert skipped <= self.given_up
            heard[one.key] = max(heard[one.key], one.sequence)

    def teardown(self) -> None:
        self.a_worker_does_all_of_it(0, None)  # whatever else was drawn, each endpoint does as it does once
        self.client.dies, self.behaviour = None, dict.fromkeys(ENDPOINTS, "well")
        self.claimed = [[], []]
        self.workers = [Kept(self.table), Kept(self.table)]
        for endpoint in ENDPOINTS:
            self.intake.replay(endpoint, *window(0, 10), self.now)
        self.now += LEASE_MS + DAY
        for who in itertools.cycle((0, 1)):
            found = self.workers[who].claim(self.now, 100, Counter())
            for each in found:
                self._send(who, each)
            if not found:
                self.workers[who].close()
                if not self._left():
                    break
                self.now += LEASE_MS
        self.nothing_is_delivered_that_was_not_taken_and_nothing_is_lost()
        for endpoint in ENDPOINTS:
            wanted = {each.delivery.id for each in self.wanted}
            assert {one.id for one in self.taken[endpoint]} == wanted
        self.mock.stop()

    def _left(self) -> list[str]:
        items = self.client.scan(TableName=self.table.name)["Items"]
        return [item["sk"]["S"] for item in items if item["sk"]["S"][:2] in ("p#", "k#") or item["pk"]["S"][0] == "i"]

    def _send(self, who: int, one: Delivery) -> None:
        status, fault = OUTCOMES[self.behaviour[one.endpoint]]
        if status != 503:
            self.taken[one.endpoint].append(one)
        outcome = Outcome(status=status, took_ms=5, fault=fault)
        made = after(one, outcome, self.now, 0.5)
        if made.state is State.DEAD:
            self.given_up.add(one.id)
        health = self.workers[who].health(one.endpoint).after(outcome, self.now)
        self.workers[who].settle(made, health, outcome, self.now)

    def _alive(self, who: int, work: Callable[[], object]) -> None:
        try:
            work()
        except DiedError:
            self.workers[who], self.claimed[who] = Kept(self.table), []
        self.client.dies = None


TestWorkers = Workers.TestCase
TestWorkers.settings = settings(max_examples=12, stateful_step_count=20, deadline=None)
