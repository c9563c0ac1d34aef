"""Journeys and funnels whose answers are known because the visits were made for them."""

import pytest

from tests.analytics.lake import lake
from tests.analytics.world import World

DAYS = {"since": "2024-02-01", "until": "2024-03-01"}


def visited(world: World, customer: str, *visits: tuple[str, str], channel: str = "web") -> None:
    for at, screen in visits:
        world.tell("visits", f"2024-02-{at}", customer=customer, screen=screen, channel=channel)


def ordered(world: World, customer: str, at: str, cents: int = 100) -> None:
    number = f"order-{len(world.events)}"
    world.tell("orders", f"2024-02-{at}", order_id=number, customer=customer, amount_cents=cents)


def test_a_journey_ends_with_the_gap_and_is_told_by_its_first_steps() -> None:
    world = World()
    visited(world, "ann", ("01T10:00", "home"), ("01T10:29:59", "cart"), ("01T10:59:58", "paid"))
    visited(world, "ann", ("02T10:00", "home"), ("02T10:30", "home"))
    visited(world, "bob", ("01T10:00", "home"), ("01T10:00", "cart"))
    ordered(world, "ann", "01T11:29:57")
    ordered(world, "ann", "02T11:00")
    answer = lake(world).ask("journey_paths", **DAYS, gap_minutes=30, steps=2)
    assert answer == [
        {"path": "home", "journeys": 2, "customers": 1, "ordered": 0},
        {"path": "home > cart", "journeys": 2, "customers": 2, "ordered": 1},
    ]


def test_visits_of_one_instant_are_in_the_order_of_their_stream() -> None:
    world = World()
    visited(world, "ann", ("01T10:00", "home"), ("01T10:00", "cart"), ("01T10:00", "about"))
    [row] = lake(world).ask("journey_paths", **DAYS, gap_minutes=30, steps=9)
    assert row["path"] == "home > cart > about"


def test_an_order_comes_from_the_last_visit_before_it_or_at_its_instant() -> None:
    world = World()
    visited(world, "ann", ("01T10:00", "home"), channel="mail")
    visited(world, "ann", ("03T10:00", "home"), channel="web")
    ordered(world, "ann", "03T09:59:59", cents=1)
    ordered(world, "ann", "03T10:00", cents=20)
    ordered(world, "ann", "10T10:00", cents=300)  # to the instant a week after
    ordered(world, "ann", "10T10:00:01", cents=4_000)
    ordered(world, "bob", "01T10:00", cents=50_000)
    assert lake(world).ask("journey_channels", **DAYS, window_days=7) == [
        {"channel": "none", "orders": 2, "customers": 2, "amount_cents": 54_000},
        {"channel": "web", "orders": 2, "customers": 1, "amount_cents": 320},
        {"channel": "mail", "orders": 1, "customers": 1, "amount_cents": 1},
    ]


def test_a_funnel_counts_steps_in_their_order_within_the_window() -> None:
    world = World()
    for customer, visit, order, delivery in (
        ("whole", "01T12:00", "02T12:00", "03T12:00"),
        ("at once", "01T10:00", "01T10:00", "01T10:00"),
        ("last instant", "08T09:59:59.999", "08T09:59:59.999", "08T09:59:59.999"),
        ("too late", "01T12:00", "02T12:00", "08T10:00"),
        ("ordered first", "02T12:00", "01T12:00", "03T12:00"),
        ("delivered first", "01T12:00", "03T12:00", "02T12:00"),
    ):
        name = customer.replace(" ", "-")
        world.tell("registrations", "2024-02-01T10:00", customer=name, channel="web")
        visited(world, name, (visit, "home"))
        world.tell("orders", f"2024-02-{order}", order_id=name, customer=name, amount_cents=1)
        world.tell("deliveries", f"2024-02-{delivery}", order_id=name)
    world.tell("registrations", "2024-03-01", customer="later", channel="web")
    world.tell("registrations", "2024-01-31", customer="earlier", channel="web")
    world.tell("registrations", "2024-02-02", customer="earlier", channel="web")
    answer = lake(world).ask("funnel_conversion", **DAYS, window_days=7)
    assert [(row["name"], row["customers"]) for row in answer] == [
        ("registered", 6),
        ("visited", 6),
        ("ordered", 5),
        ("delivered", 3),
    ]
    assert [row["of_first"] for row in answer] == pytest.approx([1, 1, 5 / 6, 1 / 2])
    assert [row["of_previous"] for row in answer] == [None, *map(pytest.approx, (1, 5 / 6, 3 / 5))]


def test_a_share_of_nobody_is_no_number() -> None:
    answer = lake(World()).ask("funnel_conversion", **DAYS, window_days=7)
    assert [(row["customers"], row["of_first"], row["of_previous"]) for row in answer] == [(0, None, None)] * 4


def test_the_median_is_what_half_took_at_most() -> None:
    world = World()
    for minutes in (1, 2, 4, 59, 60):
        name = f"after-{minutes}"
        visited(world, name, ("01T10:00", "home"), (f"01T1{minutes // 60}:{minutes % 60:02}", "cart"))
        visited(world, name, (f"01T1{minutes // 60}:{minutes % 60:02}", "paid"))
    answer = lake(world).ask(
        "funnel_screens",
        **DAYS,
        first_screen="home",
        second_screen="cart",
        third_screen="paid",
        window_minutes=60,
    )
    assert [(row["screen"], row["customers"], row["median_seconds"]) for row in answer] == [
        ("home", 5, 0),
        ("cart", 4, 120),
        ("paid", 4, 120),
    ]
