"""Cohorts and revenue computed once more, by polars: from the state at the end of each month, not from what moved."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from tests.analytics.second_journeys import ORDER
from tests.analytics.world import World


def months(since: str, until: str) -> list[date]:
    """Return the first days of the months from that of *since* to that of *until*, which is with them."""
    first, last = date.fromisoformat(since), date.fromisoformat(until)
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def begins_ms(day: date, time_zone: str) -> int:
    """Return when *day* begins there."""
    return round(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(time_zone)).timestamp() * 1000)


def monthly(frame: pl.DataFrame, time_zone: str) -> pl.DataFrame:
    """Return *frame* with the month of each event, of the calendar there."""
    local = pl.from_epoch("occurred_ms", time_unit="ms").dt.replace_time_zone("UTC").dt.convert_time_zone(time_zone)
    return frame.with_columns(month=local.dt.date().dt.month_start())


def cohorts(world: World, time_zone: str, spine: Sequence[date]) -> dict[date, set[str]]:
    """Return who registered, by month of *spine*."""
    first = world.frame("registrations").group_by("customer").agg(pl.col("occurred_ms").min())
    members: dict[date, set[str]] = {}
    for customer, month in monthly(first, time_zone).select("customer", "month").iter_rows():
        if month in spine:
            members.setdefault(month, set()).add(customer)
    return dict(sorted(members.items()))


def cohort_retention(world: World, *, since: str, until: str, time_zone: str) -> list[dict[str, Any]]:
    """Intersect those who registered with those who came."""
    spine = months(since, until)[:-1]
    came: dict[date, set[str]] = {}
    for customer, month in monthly(world.frame("visits"), time_zone).select("customer", "month").iter_rows():
        came.setdefault(month, set()).add(customer)
    return [
        {
            "cohort": cohort,
            "months_after": later,
            "customers": len(members),
            "active": len(members & came.get(month, set())),
            "retention": len(members & came.get(month, set())) / len(members),
        }
        for cohort, members in cohorts(world, time_zone, spine).items()
        for later, month in enumerate(spine[spine.index(cohort) :])
    ]


def cohort_revenue(world: World, *, since: str, until: str, time_zone: str) -> list[dict[str, Any]]:
    """Add up, for each month's end, all that was paid before it."""
    spine, payments = months(since, until), world.frame("payments")
    rows: list[dict[str, Any]] = []
    for cohort, members in cohorts(world, time_zone, spine[:-1]).items():
        own = payments.filter(pl.col("customer").is_in(list(members)))
        for later, end in enumerate(spine[spine.index(cohort) + 1 :]):
            cents = own.filter(pl.col("occurred_ms") < begins_ms(end, time_zone))["amount_cents"].sum()
            each = {"revenue_cents": cents, "revenue_per_customer_cents": cents / len(members)}
            rows.append({"cohort": cohort, "months_after": later, "customers": len(members), **each})
    return rows


def recurring(world: World, before_ms: int) -> dict[str, int]:
    """Return the recurring revenue of each customer at a moment, in cents."""
    changes = world.frame("subscriptions").filter(pl.col("occurred_ms") < before_ms).sort(ORDER)
    latest = changes.group_by("customer", "subscription").agg(pl.col("mrr_cents").last())
    summed = latest.group_by("customer").agg(pl.col("mrr_cents").sum())
    return {customer: cents for customer, cents in summed.iter_rows() if cents}


def revenue_mrr_movements(world: World, *, since: str, until: str, time_zone: str) -> list[dict[str, Any]]:
    """Compare what each customer brings at a month's beginning and at its end."""
    spine = months(since, until)
    every = world.frame("subscriptions")["occurred_ms"].to_list()
    earliest = datetime.fromtimestamp(min(every) / 1000, ZoneInfo(time_zone)).date() if every else spine[0]
    ever: set[str] = set()
    for month in months(min(earliest, spine[0]).isoformat(), since):
        ever |= set(recurring(world, begins_ms(month, time_zone)))
    rows: list[dict[str, Any]] = []
    for month, after in pairwise(spine):
        old, new = (recurring(world, begins_ms(each, time_zone)) for each in (month, after))
        told = dict.fromkeys(("new", "expansion", "contraction", "churned", "reactivated"), 0)
        for customer in old.keys() | new.keys():
            cents = new.get(customer, 0) - old.get(customer, 0)
            if customer not in old:
                told["reactivated" if customer in ever else "new"] += cents
            elif customer not in new:
                told["churned"] += cents
            else:
                told["expansion" if cents > 0 else "contraction"] += cents
        ever |= set(new)
        moved = {f"{name}_cents": cents for name, cents in told.items()}
        rows.append({"month": month, "opening_cents": sum(old.values()), **moved, "closing_cents": sum(new.values())})
    return rows


def revenue_churn(world: World, *, since: str, until: str, time_zone: str) -> list[dict[str, Any]]:
    """Follow those who were there at a month's beginning to its end."""
    rows: list[dict[str, Any]] = []
    for month, after in pairwise(months(since, until)):
        old, new = (recurring(world, begins_ms(each, time_zone)) for each in (month, after))
        cents, churned = sum(old.values()), len(old.keys() - new.keys())
        kept = {customer: new.get(customer, 0) for customer in old}
        rows.append(
            {
                "month": month,
                "subscribers": len(old),
                "churned": churned,
                "churn": churned / len(old) if old else None,
                "gross_retention": sum(min(kept[each], old[each]) for each in old) / cents if cents else None,
                "net_retention": sum(kept.values()) / cents if cents else None,
                "arpa_cents": cents / len(old) if old else None,
                "lifetime_value_cents": cents / churned if churned else None,
            }
        )
    return rows


def revenue_months(world: World, *, since: str, until: str, time_zone: str) -> list[dict[str, Any]]:
    """Take out of the payments what each month has."""
    rows: list[dict[str, Any]] = []
    for month, after in pairwise(months(since, until)):
        begins, ends = begins_ms(month, time_zone), begins_ms(after, time_zone)
        own = world.frame("payments").filter(pl.col("occurred_ms").is_between(begins, ends, closed="left"))
        came = own.filter(pl.col("amount_cents") > 0)
        customers, days = came["customer"].n_unique(), (after - month).days
        gross, net = (int(each["amount_cents"].sum()) for each in (came, own))
        rows.append(
            {
                "month": month,
                "days": days,
                "gross_cents": gross,
                "refunded_cents": net - gross,
                "net_cents": net,
                "customers": customers,
                "net_per_customer_cents": net / customers if customers else None,
                "net_per_day_cents": net / days,
            }
        )
    return rows
