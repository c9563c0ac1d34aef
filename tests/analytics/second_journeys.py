"""Journeys and funnels computed once more, by polars: from the events themselves, and otherwise than the queries do."""

from typing import Any

import polars as pl

from tests.analytics.world import DAY_MS, World, ms

ORDER = ("occurred_ms", "stream", "version")


def between(frame: pl.DataFrame, since: str, until: str) -> pl.DataFrame:
    """Return the events of the days of UTC from *since* to before *until*."""
    return frame.filter(pl.col("occurred_ms").is_between(ms(since), ms(until), closed="left"))


def journey_paths(world: World, *, since: str, until: str, gap_minutes: int, steps: int) -> list[dict[str, Any]]:
    """Walk through each customer's visits one after the other."""
    journeys: list[dict[str, Any]] = []
    orders = world.frame("orders")
    for _, visits in between(world.frame("visits"), since, until).sort(ORDER).group_by("customer", maintain_order=True):
        last: dict[str, Any] | None = None
        for visit in visits.iter_rows(named=True):
            if last is None or visit["occurred_ms"] - last["to"] >= gap_minutes * 60_000:
                last = {"customer": visit["customer"], "from": visit["occurred_ms"], "screens": []}
                journeys.append(last)
            last["screens"].append(visit["screen"])
            last["to"] = visit["occurred_ms"]
    paths: dict[str, dict[str, Any]] = {}
    for each in journeys:
        path = " > ".join(each["screens"][:steps])
        found = paths.setdefault(path, {"path": path, "journeys": 0, "customers": set(), "ordered": 0})
        found["journeys"] += 1
        found["customers"].add(each["customer"])
        own = orders.filter(
            pl.col("customer") == each["customer"],
            pl.col("occurred_ms").is_between(each["from"], each["to"] + gap_minutes * 60_000, closed="left"),
        )
        found["ordered"] += not own.is_empty()
    told = [{**found, "customers": len(found["customers"])} for found in paths.values()]
    return sorted(told, key=lambda row: (-row["journeys"], row["path"]))


def journey_channels(world: World, *, since: str, until: str, window_days: int) -> list[dict[str, Any]]:
    """Join each order with the latest visit before it."""
    orders = between(world.frame("orders"), since, until).sort("occurred_ms")
    visits = world.frame("visits").sort(ORDER).select("customer", "occurred_ms", "channel")
    return (
        orders.join_asof(
            visits,
            on="occurred_ms",
            by="customer",
            strategy="backward",
            tolerance=window_days * DAY_MS,
            check_sortedness=False,
        )
        .group_by(pl.col("channel").fill_null("none"))
        .agg(
            orders=pl.len().cast(pl.Int64),
            customers=pl.col("customer").n_unique(),
            amount_cents=pl.col("amount_cents").sum(),
        )
        .sort(["amount_cents", "channel"], descending=[True, False])
        .to_dicts()
    )


def funnel_conversion(world: World, *, since: str, until: str, window_days: int) -> list[dict[str, Any]]:
    """Ask of each customer how far they came."""
    registered = world.frame("registrations").group_by("customer").agg(pl.col("occurred_ms").min())
    visits, orders, deliveries = (world.frame(name) for name in ("visits", "orders", "deliveries"))
    counts = [0, 0, 0, 0]
    for customer, begun in between(registered, since, until).iter_rows():
        within = pl.col("occurred_ms") < begun + window_days * DAY_MS
        counts[0] += 1
        came = visits.filter(within, pl.col("customer") == customer, pl.col("occurred_ms") >= begun)["occurred_ms"]
        if came.is_empty():
            continue
        counts[1] += 1
        own = orders.filter(within, pl.col("customer") == customer, pl.col("occurred_ms") >= came.min())
        counts[2] += not own.is_empty()
        joined = own.join(deliveries.filter(within), on="order_id", suffix="_there")
        counts[3] += not joined.filter(pl.col("occurred_ms_there") >= pl.col("occurred_ms")).is_empty()
    names = ("registered", "visited", "ordered", "delivered")
    before = [None, *counts[:-1]]
    return [
        {
            "step": step + 1,
            "name": name,
            "customers": counts[step],
            "of_first": counts[step] / counts[0] if counts[0] else None,
            "of_previous": counts[step] / of if (of := before[step]) else None,
        }
        for step, name in enumerate(names)
    ]


def funnel_screens(
    world: World,
    *,
    since: str,
    until: str,
    first_screen: str,
    second_screen: str,
    third_screen: str,
    window_minutes: int,
) -> list[dict[str, Any]]:
    """Follow each customer from screen to screen."""
    visits = between(world.frame("visits"), since, until)
    screens = (first_screen, second_screen, third_screen)
    took: list[list[int]] = [[], [], []]
    for _, own in visits.group_by("customer"):
        times = {
            screen: sorted(own.filter(pl.col("screen") == screen)["occurred_ms"].to_list()) for screen in set(screens)
        }
        if not times[first_screen]:
            continue
        begun = at = times[first_screen][0]
        took[0].append(0)
        for step in (1, 2):
            later = [time for time in times[screens[step]] if at <= time < begun + window_minutes * 60_000]
            if not later:
                break
            at = later[0]
            took[step].append(at - begun)
    return [
        {
            "step": step + 1,
            "screen": screens[step],
            "customers": len(found),
            "median_seconds": sorted(found)[(len(found) - 1) // 2] / 1000 if found else None,
        }
        for step, found in enumerate(took)
    ]
