"""Operations, features of churn and experiments computed once more, by polars."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl

from tests.analytics.second_journeys import ORDER, between
from tests.analytics.second_revenue import begins_ms, recurring
from tests.analytics.world import DAY_MS, TABLES, Event, World, ms


def orders(world: World) -> pl.DataFrame:
    """Return when each order was placed and arrived, first."""
    placed = world.frame("orders").group_by("order_id").agg(pl.col("occurred_ms").min())
    arrived = world.frame("deliveries").group_by("order_id").agg(arrived_ms=pl.col("occurred_ms").min())
    return placed.join(arrived, on="order_id", how="left")


def operations_deliveries(world: World, *, since: str, until: str, promise_hours: int) -> list[dict[str, Any]]:
    """Sort what each week's orders took."""
    rows: list[dict[str, Any]] = []
    week = pl.from_epoch("occurred_ms", time_unit="ms").dt.truncate("1w").dt.date()
    for (monday,), placed in between(orders(world), since, until).with_columns(week=week).group_by("week"):
        took = placed.select(took=pl.col("arrived_ms") - pl.col("occurred_ms"))["took"].drop_nulls().sort().to_list()
        in_time = sum(each <= promise_hours * 3_600_000 for each in took)
        median, late = (took[-(-len(took) * share // 100) - 1] / 3_600_000 if took else None for share in (50, 95))
        each = {"orders": len(placed), "delivered": len(took), "in_time": in_time / len(placed)}
        rows.append({"week": monday, **each, "median_hours": median, "p95_hours": late})
    return sorted(rows, key=lambda row: row["week"])


def operations_backlog(world: World, *, since: str, until: str, time_zone: str) -> list[dict[str, Any]]:
    """Count at each day's end what is open then."""
    first, last = date.fromisoformat(since), date.fromisoformat(until)
    found, rows = orders(world), list[dict[str, Any]]()
    arrived = pl.max_horizontal("arrived_ms", "occurred_ms")
    there = pl.col("arrived_ms").is_not_null()
    for day in (first + timedelta(days=number) for number in range((last - first).days)):
        begins, ends = (begins_ms(each, time_zone) for each in (day, day + timedelta(days=1)))
        before = found.filter(pl.col("occurred_ms") < ends)
        rows.append(
            {
                "day": day,
                "placed": len(before.filter(pl.col("occurred_ms") >= begins)),
                "delivered": len(found.filter(there, arrived.is_between(begins, ends, closed="left"))),
                "open": len(before) - len(before.filter(there, arrived < ends)),
            }
        )
    return rows


def operations_archive(world: World, *, since: str, until: str, late_hours: int) -> list[dict[str, Any]]:
    """Count lines, and versions of streams among them."""
    partitions: dict[tuple[date, str], list[Event]] = {}
    for event in [*world.events, *world.noise]:
        day = datetime.fromtimestamp(event.recorded_ms / 1000, UTC).date()
        if date.fromisoformat(since) <= day < date.fromisoformat(until):
            partitions.setdefault((day, TABLES[event.table].event), []).append(event)
    rows: list[dict[str, Any]] = []
    for (day, kind), lines in sorted(partitions.items()):
        copies = Counter((line.stream, line.version, line.epoch) for line in lines)
        versions = {each[:2] for each in copies}
        late = [line for line in lines if ms(day.isoformat()) - line.recorded_ms >= late_hours * 3_600_000]
        each = {"lines": len(lines), "events": len(versions), "twice": len(lines) - len(copies)}
        rows.append({"day": day, "type": kind, **each, "replaced": len(copies) - len(versions), "late": len(late)})
    return rows


def churn_features(world: World, *, as_of: str) -> list[dict[str, Any]]:
    """Look at each subscriber by themselves, at the world as it was known."""
    now = ms(as_of)
    known = World([each for each in world.events if each.recorded_ms < now and each.data["occurred_ms"] < now])
    changes = known.frame("subscriptions").sort(ORDER)
    rows: list[dict[str, Any]] = []
    for customer, cents in sorted(recurring(known, now).items()):
        own = changes.filter(pl.col("customer") == customer)
        histories = [each["mrr_cents"].to_list() for _, each in own.group_by("subscription")]
        steps = own.with_columns(was=pl.col("mrr_cents").shift().over("subscription"))
        fewer = steps.filter(pl.col("mrr_cents") < pl.col("was"), pl.col("occurred_ms") >= now - 90 * DAY_MS)
        visits, placed, paid = (
            known.frame(name).filter(pl.col("customer") == customer) for name in ("visits", "orders", "payments")
        )
        days = [(now - each) / DAY_MS for each in visits["occurred_ms"]]
        week, month = sum(each <= 7 for each in days), sum(each <= 28 for each in days)
        begun = own.filter(pl.col("mrr_cents") > 0)["occurred_ms"].to_list()
        recent = pl.col("occurred_ms") >= now - 90 * DAY_MS
        rows.append(
            {
                "customer": customer,
                "tenure_days": (now - min(begun)) // DAY_MS,
                "mrr_cents": cents,
                "plans": sum(each[-1] > 0 for each in histories),
                "contractions_90d": len(fewer),
                "visits_7d": week,
                "visits_28d": month,
                "visit_trend": week * 3 / (month - week) if month > week else None,
                "days_since_visit": int(min(days)) if days else None,
                "orders_90d": len(placed.filter(recent)),
                "paid_90d_cents": paid.filter(recent)["amount_cents"].sum(),
            }
        )
    return rows


def experiment_results(
    world: World, *, experiment: str, outcome_days: int, before_days: int, until: str
) -> list[dict[str, Any]]:
    """Measure each customer, and add up."""
    shown = world.frame("exposures").filter(pl.col("experiment") == experiment, pl.col("occurred_ms") < ms(until))
    payments = world.frame("payments")
    variants: dict[str, dict[str, float]] = {}
    for (customer,), own in shown.sort(ORDER).group_by("customer"):
        names = own["variant"].to_list()
        sums = variants.setdefault(
            names[0],
            {
                "units": 0,
                "outcome": 0,
                "outcome_squared": 0,
                "before": 0,
                "before_squared": 0,
                "product": 0,
                "mixed": 0,
            },
        )
        if len(set(names)) > 1:
            sums["mixed"] += 1
            continue
        first = own["occurred_ms"].to_list()[0]
        paid = [
            (at, cents)
            for who, at, cents in payments.select("customer", "occurred_ms", "amount_cents").rows()
            if who == customer
        ]
        outcome = sum(cents for at, cents in paid if first <= at < first + outcome_days * DAY_MS)
        before = sum(cents for at, cents in paid if first - before_days * DAY_MS <= at < first)
        for name, value in (
            ("units", 1),
            ("outcome", outcome),
            ("outcome_squared", outcome**2),
            ("before", before),
            ("before_squared", before**2),
            ("product", outcome * before),
        ):
            sums[name] += value
    return [{"variant": name, **sums} for name, sums in sorted(variants.items())]
