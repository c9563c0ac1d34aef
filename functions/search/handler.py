"""What Lambda calls: `index` for each batch of a delivery stream's records, `keep` when a deployment changes rules."""

import time
from collections.abc import Mapping
from typing import Any, Final

from functions._shared.telemetry import entry, logger
from functions.search.core import Outcome, bring_about, take
from functions.search.errors import SearchError
from functions.search.wiring import domain, metrics

LOG: Final = logger("search")


@entry(LOG)
def index(event: Mapping[str, Any], _context: Any) -> dict[str, Any]:
    """Index the documents of every record and return each record as it came, for the archive."""
    outcome = take(domain(), event["records"], _told)
    _measure(outcome, now_ms=time.time() * 1000)
    return {"records": outcome.answers}


@entry(LOG)
def keep(event: Mapping[str, Any], _context: Any) -> list[str]:
    """Bring the domain's rules about, and return their paths; whatever is raised is the deployment's failure."""
    return bring_about(domain(), event, time.sleep)


def _told(record: str, fault: SearchError) -> None:
    LOG.error("a record is archived apart", record=record, reason=str(fault))


def _measure(outcome: Outcome, *, now_ms: float) -> None:
    """Tell how old the oldest event was when it could be searched, and how many the domain can't take."""
    if outcome.oldest_ms is None:
        return
    measured = metrics()
    measured.add_metric(name="AgeSeconds", unit="Seconds", value=max(now_ms - outcome.oldest_ms, 0) / 1000)
    measured.add_metric(name="Rejected", unit="Count", value=outcome.indexed.rejected)
    measured.add_metadata(key="taken", value=outcome.indexed.taken)
    measured.flush_metrics()
