"""What a stack costs, as the JSON document that `groot cost --json` prints."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ops.cost.bill import Bill
from ops.cost.breakdown import Breakdown, by_region
from ops.cost.prices import Prices

Document = dict[str, Any]


def of(found: Breakdown, prices: Prices, stack: str, subject: str) -> Document:
    """Return what *stack*, looked at as *subject*, costs. Amounts are USD a month."""
    whole = found.whole
    return {
        "stack": stack,
        "of": subject,
        "prices_read": prices.checked.isoformat(),
        "monthly_usd": float(whole.total),
        "regions": _amounts(by_region(whole)),
        "components": [
            {
                "room": each.room,
                "name": each.name,
                "monthly_usd": float(each.bill.total),
                "regions": _amounts(by_region(each.bill)),
                "types": _types(each.bill),
                "complete": not each.bill.unpriced,
            }
            for each in found.components
        ],
        "not_priced": [
            {"type": type_token, "why": why, "resources": count}
            for (type_token, why), count in sorted(whole.unpriced.items())
        ],
        "by_usage": [
            {"type": type_token, "what": prices.usage[type_token], "resources": count}
            for type_token, count in sorted(whole.by_usage.items())
        ],
        "stand_ins": [
            {"meter": meter, "region": region, "price_of": prices.fallback_region}
            for meter, region in sorted(whole.fallbacks)
        ],
    }


def failed(stack: str, message: str) -> Document:
    """Return the document of a bill that could not be made."""
    return {"stack": stack, "monthly_usd": None, "regions": {}, "components": [], "error": message}


def _amounts(by_key: Mapping[str, Decimal]) -> Document:
    return {key: float(amount) for key, amount in sorted(by_key.items())}


def _types(bill: Bill) -> Document:
    return _amounts({type_token: _of_type(bill, type_token) for type_token, _ in bill.lines})


def _of_type(bill: Bill, type_token: str) -> Decimal:
    return sum((amount for (each, _), amount in bill.lines.items() if each == type_token), Decimal(0))
