"""What of a comment is about money: what changes a month, and what can't be said."""

from collections import Counter
from collections.abc import Collection, Sequence
from decimal import Decimal

from ops.cost.bill import Bill, Difference, bill, compare
from ops.cost.prices import Prices
from ops.diff import short_type
from ops.pull_request.markdown import code, plain, some, table
from ops.pull_request.recorded import Recorded

MAX_ROWS = 30
NOTHING = "none"
"""Where there is nothing of the kind: not the same as an amount of zero."""
UNKNOWN = "not known"
"""Where something of the kind has no price."""
NIL = Decimal(0)
HEADER = ("type", "region", "before", "after", "change")


def section(base: Recorded, head: Recorded, prices: Prices) -> list[str]:
    """Return the section on what the change costs."""
    after = bill((each.billed() for each in head.resources), prices)
    if not base.comparable:
        total = _dollars(after.total)
        known = f"{total} for what is priced; what it was before isn't known."
        return ["#### Cost a month", "", known, "", *_notes(after, after, prices)]
    before = bill((each.billed() for each in base.resources), prices)
    differences = compare(before, after)
    changed = [each for each in differences if _differs(each)]
    same = [each for each in differences if each.delta == 0]
    return [*_changed(differences, changed), *_notes(before, after, prices), *_unchanged(same)]


def _differs(each: Difference) -> bool:
    """What has no price on either side, and is priced alike beyond that, is listed as not priced and nowhere else."""
    return bool(each.delta) or (
        each.delta is None and (each.before, each.priced_before) != (each.after, each.priced_after)
    )


def _changed(differences: Sequence[Difference], changed: Sequence[Difference]) -> list[str]:
    if not changed:
        return ["#### Cost a month: what is priced stays the same", ""]
    priced = [each for each in differences if each.delta is not None]
    before = sum((each.before or NIL for each in priced), NIL)
    after = sum((each.after or NIL for each in priced), NIL)
    told = _signed(after - before)
    open_ = sum(each.delta is None for each in changed)
    beyond = f", and {open_} that can't be told" if open_ else ""
    total = ["**all that is priced**", "", _dollars(before), _dollars(after), f"**{told}**"]
    more = [f"… and {len(changed) - MAX_ROWS} more, in the total", ""] if len(changed) > MAX_ROWS else []
    return [
        f"#### Cost a month: {told}{beyond}",
        "",
        *table(HEADER, [*(_row(each) for each in changed[:MAX_ROWS]), total], 3),
        "",
        *more,
    ]


def _notes(before: Bill, after: Bill, prices: Prices) -> list[str]:
    """Say what the numbers are, and what they leave out."""
    return [
        prices.note,
        *_fallbacks(before.fallbacks | after.fallbacks, prices),
        *_unpriced(before, after),
        *_by_usage(before, after, prices),
    ]


def _fallbacks(found: Collection[tuple[str, str]], prices: Prices) -> list[str]:
    if not found:
        return []
    meters, regions = (sorted(set(each)) for each in zip(*found, strict=True))
    return [
        f"For {', '.join(map(code, meters))} in {', '.join(map(code, regions))} "
        f"the price of {code(prices.fallback_region)} stands in."
    ]


def _unpriced(before: Bill, after: Bill) -> list[str]:
    counts = {
        key: _count(before.unpriced.get(key, 0), after.unpriced.get(key, 0))
        for key in sorted(before.unpriced.keys() | after.unpriced.keys())
    }
    lines = [f"{code(short_type(type_token))} ({count}): {plain(why)}" for (type_token, why), count in counts.items()]
    return ["", "Not priced, and in no total:", "", *some(lines, MAX_ROWS)] if lines else []


def _by_usage(before: Bill, after: Bill, prices: Prices) -> list[str]:
    """What depends on usage is named where its number changes; the rest of it is only counted."""
    types = sorted(before.by_usage.keys() | after.by_usage.keys())
    moved = [each for each in types if before.by_usage.get(each, 0) != after.by_usage.get(each, 0)]
    lines = [
        f"{code(short_type(each))} ({_count(before.by_usage.get(each, 0), after.by_usage.get(each, 0))}): "
        f"{plain(prices.usage[each])}"
        for each in moved
    ]
    still = Counter({each: after.by_usage.get(each, 0) for each in types if each not in moved})
    rest = f"Usage of {still.total()} resources of {len(still)} types comes on top, as before: " if still else ""
    named = ", ".join(code(short_type(each)) for each in still)
    return [
        *(["", "More or fewer that cost by usage, which is in no total:", "", *some(lines, MAX_ROWS)] if lines else []),
        *(
            ["", "<details><summary>Costs by usage, in no total</summary>", "", f"{rest}{named}.", "", "</details>"]
            if still
            else []
        ),
    ]


def _unchanged(same: Sequence[Difference]) -> list[str]:
    if not same:
        return []
    rows = [[code(short_type(each.type)), code(each.region), _amount(each.after)] for each in same]
    more = [f"… and {len(rows) - MAX_ROWS} more"] if len(rows) > MAX_ROWS else []
    return [
        "",
        f"<details><summary>Priced and unchanged ({len(rows)})</summary>",
        "",
        *table(("type", "region", "a month"), rows[:MAX_ROWS], 1),
        *more,
        "",
        "</details>",
    ]


def _row(each: Difference) -> list[str]:
    return [
        code(short_type(each.type)),
        code(each.region),
        _amount(each.before) if each.priced_before else UNKNOWN,
        _amount(each.after) if each.priced_after else UNKNOWN,
        UNKNOWN if each.delta is None else _signed(each.delta),
    ]


def _amount(amount: Decimal | None) -> str:
    return NOTHING if amount is None else _dollars(amount)


def _dollars(amount: Decimal) -> str:
    return f"${amount:,.2f}"


def _signed(amount: Decimal) -> str:
    return f"{'-' if amount < 0 else '+'}{_dollars(abs(amount))}"


def _count(before: int, after: int) -> str:
    return str(after) if before == after else f"{before} → {after}"
