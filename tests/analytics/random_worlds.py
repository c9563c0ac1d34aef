"""Worlds in which anything may happen, often at the same instant, at the edge of a month, or to the day of a window."""

import random
from collections.abc import Mapping
from typing import Any, Final

from tests.analytics.world import DAY_MS, TABLES, Event, World, ms

EDGES: Final = (
    ms("2024-02-29T12:00"),
    ms("2024-03-01T00:00+01:00"),
    ms("2024-03-01T00:00+01:00") - 1,
    ms("2024-03-10T00:00-05:00"),  # clocks in New York go forward that day
    ms("2024-03-31T01:00"),  # clocks in Berlin do
    ms("2024-04-01T00:00+02:00"),
    ms("2024-04-01"),
)
CHANNELS: Final = ("mail", "web")
ORDERS: Final = tuple(f"order-{number}" for number in range(12))


def world_of(seed: int, size: int) -> World:
    """Return a world of *size* events, often of the same instant or at the edge of a month, in an archive with lines
    that are no event, or no longer one."""
    dice, world = random.Random(seed), World()
    customers = [f"customer-{number}" for number in range(1 + size // 12)]
    for _ in range(size):
        table = dice.choice(sorted(TABLES))
        at = dice.choice(
            [
                *EDGES,
                *[dice.randint(ms("2023-12-30"), ms("2024-05-02")), ms("2024-01-02") + dice.randrange(100) * DAY_MS]
                * 4,
            ]
        )
        data: Mapping[str, Any] = {
            "customer": dice.choice(customers),
            "channel": dice.choice(CHANNELS),
            "screen": dice.choice(["home", "cart", "paid"]),
            "order_id": dice.choice(ORDERS),
            "amount_cents": dice.randint(0 if table == "orders" else -5_000, 10_000),
            "subscription": dice.choice(["main", "more"]),
            "plan": "basic",
            "mrr_cents": dice.choice([0, 0, 500, 900]),
            "experiment": dice.choice(["price", "price", "colour"]),
            "variant": dice.choice(["control", "new"]),
        }
        late_ms = dice.choice([0, 0, 5_000, 3 * DAY_MS])
        event = world.tell(table, at, recorded_at=at + late_ms, **{name: data[name] for name in TABLES[table].columns})
        match dice.randrange(12):
            case 0:
                world.noise.append(event)
            case 1:
                world.noise.append(refused(event))
            case 2:
                world.noise.append(lacking(world, event, dice.choice(sorted(event.data))))
    return world


def refused(event: Event) -> Event:
    """Return what a lost home had acknowledged in the place of *event*."""
    others = {"customer": "nobody", "order_id": "none"}
    data = {name: others.get(name, value) for name, value in event.data.items()}
    return Event(**{**vars(event), "epoch": 1, "data": data})


def lacking(world: World, event: Event, member: str) -> Event:
    """Return an event like *event* without *member*."""
    data = {name: value for name, value in event.data.items() if name != member}
    return Event(**{**vars(event), "version": next(world.versions[event.stream]), "data": data})
