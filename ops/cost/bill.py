"""The bill of a stack, and how two differ. What has no price is listed, by type and reason, and adds nothing up."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ops.cost.metering import Use, is_metered
from ops.cost.prices import Prices

CENT = Decimal("0.01")
NOWHERE = "global"
"""Stands for the region of what has none."""


@dataclass(frozen=True, kw_only=True)
class Billed:
    """A resource, as far as a bill needs it."""

    type: str
    region: str | None
    uses: Sequence[Use] | None
    """None where what is metered isn't known."""


@dataclass(frozen=True, kw_only=True)
class Bill:
    """What a stack costs a month, in USD."""

    lines: Mapping[tuple[str, str], Decimal]
    """By type and region, what is priced; to the cent."""
    partial: frozenset[tuple[str, str]]
    """Types and regions of which not everything that is metered has a price."""
    unpriced: Mapping[tuple[str, str], int]
    """By type and the reason, how many resources have no price."""
    by_usage: Mapping[str, int]
    """By type, how many resources cost by usage, wholly or beyond their price."""
    fallbacks: frozenset[tuple[str, str]]
    """Meters with the region for which another's price stands in."""

    @property
    def total(self) -> Decimal:
        """All that is priced."""
        return sum(self.lines.values(), Decimal(0))


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One type in one region, on two bills."""

    type: str
    region: str
    before: Decimal | None
    """None where there is nothing of the kind."""
    after: Decimal | None
    priced_before: bool
    """Whether `before` is all of it."""
    priced_after: bool

    @property
    def delta(self) -> Decimal | None:
        """How much more it costs after than before; None where something of it has no price."""
        if not (self.priced_before and self.priced_after):
            return None
        return (self.after or Decimal(0)) - (self.before or Decimal(0))


def bill(resources: Iterable[Billed], prices: Prices) -> Bill:
    """Return the bill of *resources*."""
    lines: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    unpriced: Counter[tuple[str, str]] = Counter()
    by_usage: Counter[str] = Counter()
    fallbacks: set[tuple[str, str]] = set()
    partial: set[tuple[str, str]] = set()
    for resource in resources:
        if not resource.type.startswith("aws:") or resource.type in prices.free:
            continue
        if resource.type in prices.usage:
            by_usage[resource.type] += 1
        if not is_metered(resource.type):
            if resource.type not in prices.usage:
                unpriced[resource.type, "no price is kept for the type"] += 1
            continue
        key = resource.type, resource.region or NOWHERE
        if resource.uses is None:
            partial.add(key)
            unpriced[resource.type, "what is metered isn't known before it is deployed"] += 1
            continue
        for use in resource.uses:
            price = prices.price(use.meter, resource.region)
            if price is None:
                partial.add(key)
                unpriced[resource.type, f"no price is kept for {use.meter}"] += 1
                continue
            if price.fallback:
                fallbacks.add((use.meter, resource.region or NOWHERE))
            amount = (use.units * price.monthly_usd).quantize(CENT, ROUND_HALF_UP)
            lines[key] += amount
    return Bill(
        lines=lines,
        partial=frozenset(partial),
        unpriced=unpriced,
        by_usage=by_usage,
        fallbacks=frozenset(fallbacks),
    )


def compare(before: Bill, after: Bill) -> Sequence[Difference]:
    """Return every metered type and region of both bills: what can't be told first, then the greatest change."""
    differences = [
        Difference(
            type=key[0],
            region=key[1],
            before=before.lines.get(key),
            after=after.lines.get(key),
            priced_before=key not in before.partial,
            priced_after=key not in after.partial,
        )
        for key in before.lines.keys() | after.lines.keys() | before.partial | after.partial
    ]
    return sorted(differences, key=_order)


def _order(each: Difference) -> tuple[bool, Decimal, str, str]:
    return each.delta is not None, -abs(each.delta or Decimal(0)), each.type, each.region
