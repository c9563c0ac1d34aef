"""Deliveries, what the archive holds, features of churn and experiments, with answers known beforehand."""

import math
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.experiments.assignment import Experiment
from functions.experiments.core import Sums, analyzed
from tests.analytics.asked import ASKED
from tests.analytics.lake import lake
from tests.analytics.random_worlds import refused, world_of
from tests.analytics.world import DAY_MS, World, ms


def sent(world: World, number: str, at: str, *arrivals: str) -> None:
    world.tell("orders", at, order_id=number, customer="ann", amount_cents=100)
    for arrival in arrivals:
        world.tell("deliveries", arrival, order_id=number)


def test_ranks_are_of_what_arrived_and_promises_of_what_was_ordered() -> None:
    world = World()
    for hours in range(1, 21):
        sent(world, f"order-{hours}", "2024-02-26", f"2024-02-26T{hours:02}:00", "2024-02-28")
    sent(world, "on its way", "2024-03-03T23:59:59")
    sent(world, "next week", "2024-03-04", "2024-03-04T01:00")
    first, second = lake(world).ask("operations_deliveries", since="2024-02-01", until="2024-04-01", promise_hours=10)
    assert (first["week"], second["week"]) == (date(2024, 2, 26), date(2024, 3, 4))
    assert (first["orders"], first["delivered"], first["in_time"]) == (21, 20, pytest.approx(10 / 21))
    assert (first["median_hours"], first["p95_hours"], second["p95_hours"]) == (10, 19, 1)


def test_an_order_is_open_from_the_day_it_was_placed_to_the_day_it_arrived() -> None:
    world = World()
    sent(world, "before", "2024-01-10", "2024-03-02T12:00")
    sent(world, "lost", "2024-03-01T12:00")
    sent(world, "same day", "2024-03-01T12:00", "2024-03-01T13:00")
    sent(world, "by the clock there", "2024-03-01T04:30", "2024-03-03T04:30")  # the day before, in New York
    answer = lake(world).ask("operations_backlog", since="2024-02-29", until="2024-03-04", time_zone="America/New_York")
    assert [(row["placed"], row["delivered"], row["open"]) for row in answer] == [
        (1, 0, 2),
        (2, 1, 3),
        (0, 2, 1),
        (0, 0, 1),
    ]


def test_what_stands_in_the_archive_besides_events_is_told() -> None:
    world = World()
    event = world.tell("payments", "2024-03-01T10:00", customer="ann", amount_cents=1)
    late = world.tell("payments", "2024-02-01T10:00", recorded_at="2024-03-01T10:00", customer="bob", amount_cents=1)
    world.noise += [event, event, refused(late)]
    [row] = lake(world).ask("operations_archive", since="2024-03-01", until="2024-03-02", late_hours=1)
    assert (row["lines"], row["events"], row["twice"], row["replaced"], row["late"]) == (5, 2, 2, 1, 0)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=3)
def test_features_know_nothing_of_what_came_or_was_told_later(seed: int) -> None:
    world, asked = world_of(seed, 150), ASKED["churn_features"]
    as_of = ms(asked["as_of"])
    known = World([each for each in world.events if max(each.recorded_ms, each.data["occurred_ms"]) < as_of])
    assert lake(world).ask("churn_features", **asked) == lake(known).ask("churn_features", **asked)


def test_features_look_back_to_the_instant() -> None:
    world, now = World(), ms("2024-04-01")
    for cents, days in ((500, 100), (400, 90), (300, 90 + 1 / DAY_MS)):
        world.tell(
            "subscriptions",
            now - round(days * DAY_MS),
            customer="ann",
            subscription=f"of-{cents}",
            plan="basic",
            mrr_cents=cents,
        )
    for days in (7, 8, 28, 29):
        world.tell("visits", now - days * DAY_MS, customer="ann", screen="home", channel="web")
    for days in (90, 91):
        world.tell("payments", now - days * DAY_MS, customer="ann", amount_cents=days)
        world.tell("orders", now - days * DAY_MS, order_id=f"o{days}", customer="ann", amount_cents=days)
    world.tell("subscriptions", now - DAY_MS, customer="gone", subscription="main", plan="basic", mrr_cents=0)
    world.tell("visits", now, customer="ann", screen="home", channel="web")
    assert lake(world).ask("churn_features", as_of="2024-04-01") == [
        {
            "customer": "ann",
            "tenure_days": 100,
            "mrr_cents": 1_200,
            "plans": 3,
            "contractions_90d": 0,
            "visits_7d": 1,
            "visits_28d": 3,
            "visit_trend": 1.5,
            "days_since_visit": 7,
            "orders_90d": 1,
            "paid_90d_cents": 90,
        }
    ]


def test_sums_of_an_experiment_are_those_that_the_function_analyzes() -> None:
    world = World()
    for number in range(400):
        variant = "new" if number % 2 else "control"
        name = f"customer-{number}"
        paid = 1_000 + number % 7 * 10
        world.tell("payments", "2024-02-20", customer=name, amount_cents=paid)
        world.tell("exposures", "2024-03-01", experiment="price", customer=name, variant=variant)
        world.tell("exposures", "2024-03-02", experiment="price", customer=name, variant=variant)
        world.tell("payments", "2024-03-14T23:59:59", customer=name, amount_cents=paid + (50 if number % 2 else 0))
        world.tell("payments", "2024-03-15", customer=name, amount_cents=1_000_000)
    for variant in ("control", "new"):
        world.tell("exposures", "2024-03-01", experiment="price", customer="both", variant=variant)
    world.tell("exposures", "2024-03-01", experiment="other", customer="customer-0", variant="new")
    asked = {"experiment": "price", "outcome_days": 14, "before_days": 14, "until": "2024-03-20"}
    answer = lake(world).ask("experiment_results", **asked)
    assert [(row["variant"], row["units"], row["mixed"]) for row in answer] == [("control", 200, 1), ("new", 200, 0)]
    sums = {
        row["variant"]: Sums(**{name: value for name, value in row.items() if name not in ("variant", "mixed")})
        for row in answer
    }
    experiment = Experiment(name="price", layer="ui", start=0, end=1, weights={"control": 1, "new": 1})
    found = analyzed(experiment, sums)
    assert found["trusted"]
    assert math.isclose(found["differences"]["new"]["estimate"], 50, rel_tol=1e-6), found
