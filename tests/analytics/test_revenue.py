"""Revenue and cohorts whose answers were settled before the events were made."""

import random
from collections import Counter
from datetime import date
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analytics.lake import lake
from tests.analytics.second_revenue import begins_ms, months
from tests.analytics.world import World

ZONE: Final = "Europe/Berlin"
SPINE: Final = months("2024-01-01", "2024-07-01")
ASKED: Final = {"since": "2024-01-01", "until": "2024-07-01", "time_zone": ZONE}
LEVELS: Final = (0, 0, 500, 900, 1_400)


def plan(world: World, customer: str, at: str | int, cents: int, subscription: str = "main") -> None:
    world.tell("subscriptions", at, customer=customer, subscription=subscription, plan="basic", mrr_cents=cents)


def told(plans: dict[str, list[tuple[int, int]]]) -> Counter[tuple[date, str]]:
    """Return what moves where each customer's two subscriptions bring so much at each month's end."""
    moved: Counter[tuple[date, str]] = Counter()
    for levels in plans.values():
        sums = [0, *map(sum, levels)]
        for month, before, now in zip(SPINE[:-1], sums[:-1], sums[1:], strict=True):
            had = any(sums[: SPINE.index(month) + 1])
            kind = (
                ("reactivated" if had else "new")
                if not before
                else "churned"
                if not now
                else ("expansion" if now > before else "contraction")
            )
            moved[month, kind] += now - before
            moved[month, "closing"] += now
    return moved


@given(seed=st.integers(0, 2**32), customers=st.integers(0, 25))
@settings(max_examples=5)
def test_movements_are_those_that_were_planned(seed: int, customers: int) -> None:
    dice, world = random.Random(seed), World()
    plans: dict[str, list[tuple[int, int]]] = {}
    for number in range(customers):
        plans[f"customer-{number}"] = [(dice.choice(LEVELS), dice.choice(LEVELS)) for _ in SPINE[:-1]]
        for month, after, levels in zip(SPINE[:-1], SPINE[1:], plans[f"customer-{number}"], strict=True):
            begins, ends = begins_ms(month, ZONE), begins_ms(after, ZONE)
            for subscription, level in zip(("main", "more"), levels, strict=True):
                moments = sorted(dice.choice([begins, ends - 1, dice.randrange(begins, ends)]) for _ in range(3))
                for at, cents in zip(moments, (dice.choice(LEVELS), dice.choice(LEVELS), level), strict=True):
                    plan(world, f"customer-{number}", at, cents, subscription)
    expected, before = told(plans), 0
    for row in lake(world).ask("revenue_mrr_movements", **ASKED):
        kinds = ("new", "expansion", "contraction", "churned", "reactivated")
        found = {kind: row[f"{kind}_cents"] for kind in kinds}
        assert found == {kind: expected[row["month"], kind] for kind in kinds}
        assert (row["opening_cents"], row["closing_cents"]) == (before, expected[row["month"], "closing"])
        assert before + sum(found.values()) == row["closing_cents"]
        before = row["closing_cents"]


def test_what_one_plan_loses_and_the_other_gains_moves_nothing() -> None:
    world = World()
    plan(world, "ann", "2024-01-10", 500)
    plan(world, "ann", "2024-01-10", 900, "more")
    plan(world, "ann", "2024-02-10", 900)
    plan(world, "ann", "2024-02-20", 500, "more")
    plan(world, "ann", "2024-03-10", 0, "more")
    answer = lake(world).ask("revenue_mrr_movements", **ASKED)
    moved = [(row["new_cents"], row["contraction_cents"], row["closing_cents"]) for row in answer]
    assert moved[:3] == [(1_400, 0, 1_400), (0, 0, 1_400), (0, -500, 900)]
    assert all(row["churned_cents"] == row["expansion_cents"] == 0 for row in answer)


def test_rates_are_of_those_who_were_there_when_the_month_began() -> None:
    world = World()
    plan(world, "stays", "2024-01-10", 1_000)
    plan(world, "grows", "2024-01-10", 1_000)
    plan(world, "grows", "2024-02-10", 1_500)
    plan(world, "shrinks", "2024-01-10", 1_000)
    plan(world, "shrinks", "2024-02-29T22:59:59", 400)  # the last second of February there
    plan(world, "leaves", "2024-01-10", 1_000)
    plan(world, "leaves", "2024-02-10", 0)
    plan(world, "comes and goes", "2024-02-10", 7_000)
    plan(world, "comes and goes", "2024-02-11", 0)
    plan(world, "comes", "2024-02-10", 7_000)
    january, february, march, *_ = lake(world).ask("revenue_churn", **ASKED)
    assert january["churn"] is january["net_retention"] is january["arpa_cents"] is None
    assert (february["subscribers"], february["churned"], february["churn"]) == (4, 1, 0.25)
    assert february["gross_retention"] == pytest.approx(2_400 / 4_000)
    assert february["net_retention"] == pytest.approx(2_900 / 4_000)
    assert (february["arpa_cents"], february["lifetime_value_cents"]) == (1_000, 4_000)
    assert (march["subscribers"], march["churned"], march["lifetime_value_cents"]) == (4, 0, None)


def test_a_month_is_one_of_the_calendar_that_is_asked_for() -> None:
    world = World()
    world.tell("payments", "2024-01-31T23:30", customer="ann", amount_cents=3_100)
    world.tell("payments", "2024-02-29T23:30", customer="ann", amount_cents=-2_900)

    def net(time_zone: str) -> list[tuple[int, int, float]]:
        rows = lake(world).ask("revenue_months", since="2024-01-31", until="2024-04-01", time_zone=time_zone)
        return [(row["days"], row["net_cents"], row["net_per_day_cents"]) for row in rows]

    assert net("America/New_York") == [(31, 3_100, 100), (29, -2_900, -100), (31, 0, 0)]
    assert net(ZONE) == [(31, 0, 0), (29, 3_100, pytest.approx(3_100 / 29)), (31, -2_900, pytest.approx(-2_900 / 31))]


def test_what_went_back_is_told_apart_and_nobody_who_paid_nothing_is_a_head() -> None:
    world = World()
    world.tell("payments", "2024-01-10", customer="ann", amount_cents=1_000)
    world.tell("payments", "2024-01-20", customer="ann", amount_cents=-400)
    world.tell("payments", "2024-01-20", customer="bob", amount_cents=-100)
    world.tell("payments", "2024-02-20", customer="bob", amount_cents=-100)
    january, february, *_ = lake(world).ask("revenue_months", **ASKED)
    assert (january["gross_cents"], january["refunded_cents"], january["net_cents"]) == (1_000, -500, 500)
    assert (january["customers"], january["net_per_customer_cents"]) == (1, 500)
    assert (february["net_cents"], february["customers"], february["net_per_customer_cents"]) == (-100, 0, None)


@given(seed=st.integers(0, 2**32), customers=st.integers(1, 40))
@settings(max_examples=5)
def test_cohorts_keep_whom_they_were_made_to_keep_and_bring_what_they_were_made_to_bring(
    seed: int, customers: int
) -> None:
    dice, world = random.Random(seed), World()
    sizes: Counter[date] = Counter()
    active: Counter[tuple[date, int]] = Counter()
    brought: Counter[tuple[date, int]] = Counter()
    for number in range(customers):
        name, cohort = f"customer-{number}", dice.randrange(len(SPINE) - 1)
        sizes[SPINE[cohort]] += 1
        world.tell("registrations", begins_ms(SPINE[cohort], ZONE), customer=name, channel="web")
        for month in range(cohort, len(SPINE) - 1):
            ends = begins_ms(SPINE[month + 1], ZONE)
            comes, cents = dice.choice([0, 1, 2]), dice.choice([-100, 0, 500])
            for _ in range(comes):
                at = dice.randrange(begins_ms(SPINE[month], ZONE), ends)
                world.tell("visits", at, customer=name, screen="home", channel="web")
            world.tell("payments", ends - 1, customer=name, amount_cents=cents)
            active[SPINE[cohort], month - cohort] += comes > 0
            for later in range(month, len(SPINE) - 1):
                brought[SPINE[cohort], later - cohort] += cents
    asked = lake(world)

    def by_place(name: str, column: str) -> dict[tuple[date, int], Any]:
        return {(row["cohort"], row["months_after"]): row[column] for row in asked.ask(name, **ASKED)}

    assert by_place("cohort_retention", "active") == dict(active)
    assert by_place("cohort_revenue", "revenue_cents") == dict(brought)
    assert by_place("cohort_revenue", "customers") == {place: sizes[place[0]] for place in active}
    assert by_place("cohort_retention", "retention") == {
        place: pytest.approx(count / sizes[place[0]]) for place, count in active.items()
    }
