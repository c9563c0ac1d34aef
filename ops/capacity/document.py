"""What a load takes, as the JSON document that `groot capacity --json` prints."""

from collections.abc import Sequence
from typing import Any

from ops.capacity.load import Load
from ops.capacity.plan import Need


def of(found: Sequence[Need], load: Load, stack: str) -> dict[str, Any]:
    """Return what *load* takes of *stack*."""
    return {
        "stack": stack,
        "requests_per_minute": load.requests_per_minute,
        "events_per_day": load.events_per_day,
        "regions": len(load.weights),
        "share": round(load.share, 6),
        "needs": [
            {
                "part": each.part,
                "unit": each.unit,
                "needed": each.needed,
                "has": each.has,
                "has_is": "quota" if each.is_quota else "declared",
                "enough": each.is_enough,
                "formula": each.formula,
                "rests_on": [figure.model_dump() for figure in each.rests_on],
            }
            for each in found
        ],
    }
