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
    unpriced: Mapping[tuple[str, str], int]
    """By type and the reason, how many resources have no price."""
    by_usage: Mapping[str, int]
    """By type, how many resources cost by usage, wholly or beyond their price."""
    fallbacks: frozenset[tuple[str, str]]
    """Meters with the region for which another's price stands in."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One type in one region, on two bills."""

    type: str
    region: str
    before: Decimal | None
    """None where there was nothing of the kind, or nothing that could be priced."""
    after: Decimal | None

    @property
    def delta(self) -> Decimal:
        """How much more it costs after than before."""
        return (self.after or Decimal(0)) - (self.before or Decimal(0))


def bill(resources: Iterable[Billed], prices: Prices) -> Bill:
    """Return the bill of *resources*."""
    lines: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    unpriced: Counter[tuple[str, str]] = Counter()
    by_usage: Counter[str] = Counter()
    fallbacks: set[tuple[str, str]] = set()
    for resource in resources:
        if not resource.type.startswith("aws:") or resource.type in prices.free:
            continue
        if resource.type in prices.usage:
            by_usage[resource.type] += 1
        if not is_metered(resource.type):
            if resource.type not in prices.usage:
                unpriced[resource.type, "no price is kept for the type"] += 1
            continue
        if resource.uses is None:
            unpriced[resource.type, "what is metered isn't known before it is deployed"] += 1
            continue
        for use in resource.uses:
            price = prices.price(use.meter, resource.region)
            if price is None:
                unpriced[resource.type, f"no price is kept for {use.meter}"] += 1
                continue
            if price.fallback:
                fallbacks.add((use.meter, resource.region or NOWHERE))
            amount = (use.units * price.monthly_usd).quantize(CENT, ROUND_HALF_UP)
            lines[resource.type, resource.region or NOWHERE] += amount
    return Bill(lines=lines, unpriced=unpriced, by_usage=by_usage, fallbacks=frozenset(fallbacks))


def compare(before: Bill, after: Bill) -> Sequence[Difference]:
    """Return every priced type and region of both bills, the greatest change first, whatever its sign."""
    differences = [
        Difference(type=key[0], region=key[1], before=before.lines.get(key), after=after.lines.get(key))
        for key in before.lines.keys() | after.lines.keys()
    ]
    return sorted(differences, key=lambda each: (-abs(each.delta), each.type, each.region))
