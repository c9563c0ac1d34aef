"""What a stack costs, as a person reads it: a table by component and region, and what is in no total."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from rich.text import Text

from ops.cost.bill import Bill
from ops.cost.breakdown import Breakdown, by_region
from ops.cost.prices import Prices
from ops.diff import short_type

MORE = "+"
"""After an amount that isn't all, since something of it has no price."""


def lines(found: Breakdown, prices: Prices, stack: str) -> Iterable[Text]:
    """Return the bill of *stack*: the table, what costs by usage, what has no price, and the total."""
    yield from _table(found)
    whole = found.whole
    if whole.by_usage:
        yield Text("\nby usage, in no total", style="bold")
        for type_token, count in sorted(whole.by_usage.items()):
            yield Text(f"  {short_type(type_token)} ({count}): {prices.usage[type_token]}")
    if whole.unpriced:
        yield Text("\nnot priced, in no total", style="bold")
        for (type_token, why), count in sorted(whole.unpriced.items()):
            yield Text(f"  {short_type(type_token)} ({count}): {why}")
    yield Text()
    yield from _totals(whole, prices, stack)


def _table(found: Breakdown) -> Iterable[Text]:
    regions = found.regions
    rows: list[tuple[str, ...]] = [("USD a month", *regions, "together ")]
    headings = {0}
    for room, components in found.rooms.items():
        if room:
            headings.add(len(rows))
            rows.append(_row(room, [each.bill for each in components], regions))
        rows += [_row(f"  {each.name}" if room else each.name, [each.bill], regions) for each in components]
    headings.add(len(rows))
    rows.append(_row("all", [found.whole], regions))
    first, *others = (max(map(len, column)) for column in zip(*rows, strict=True))
    for index, (name, *cells) in enumerate(rows):
        aligned = "".join(f"  {cell:>{width}}" for cell, width in zip(cells, others, strict=True))
        yield Text(f"{name:<{first}}{aligned}".rstrip(), style="bold" if index in headings else "")


def _row(name: str, bills: Sequence[Bill], regions: Sequence[str]) -> tuple[str, ...]:
    amounts = by_region(*bills)
    cells = [f"{amounts[region]:,.2f}" if region in amounts else "-" for region in regions]
    more = MORE if any(each.unpriced for each in bills) else " "
    return name, *cells, f"{sum(amounts.values(), Decimal(0)):,.2f}{more}"


def _totals(whole: Bill, prices: Prices, stack: str) -> Iterable[Text]:
    yield Text(f"{stack}: ${whole.total:,.2f} a month, and what is used", style="bold")
    yield Text(f"  {prices.note}")
    if whole.fallbacks:
        meters, regions = (", ".join(sorted(set(each))) for each in zip(*whole.fallbacks, strict=True))
        yield Text(f"  The price of {prices.fallback_region} stands in in {regions} for {meters}.")
    if whole.unpriced:
        yield Text(f"  {MORE}  not all: something of it has no price")
