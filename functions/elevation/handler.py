"""What Lambda calls: people by `python -m ops.elevation`, a schedule by the minute, CloudWatch when the glass broke.

`{"do": "request", "request": "0f…", "tier": "operator", "reason": "…", "ticket": "OPS-17", "minutes": 60}` asks, with a
`proof` of who does; `approve`, `refuse`, `revoke`, `credentials` and `review` name a request, `list` and `audit` name
nothing. What is wrong with a call is its answer, so that nothing of it waits among dead letters.
"""

from collections.abc import Mapping
from typing import Any

from functions._shared.telemetry import entry
from functions.elevation import wiring
from functions.elevation.errors import ElevationError
from functions.elevation.wiring import LOG


@entry(LOG)
def handle(event: Mapping[str, Any], _context: Any) -> dict[str, Any]:
    """Do what *event* says and return what came of it."""
    if event.get("detail-type") == "CloudWatch Alarm State Change":
        return wiring.desk().glass_broken(str(event["id"]))
    if event.get("detail-type") == "Scheduled Event":
        counts = wiring.desk().sweep()
        wiring.count({"SessionsActive": counts["active"], "ReviewsOverdue": counts["reviews_overdue"]})
        return dict(counts)
    try:
        return wiring.desk().do(event, wiring.who(event))
    except ElevationError as fault:
        kind = type(fault).__name__.removesuffix("Error")
        LOG.warning("refused", kind=kind)
        return {"error": kind, "detail": str(fault)}
