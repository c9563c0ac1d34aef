"""What Lambda calls: a schedule with `{"do": "tend"}`, and a person with what else there is to do.

`tend` founds the shards where there is no map yet, brings their schema up to date, goes on with a rebalancing, and
tells which slots nobody serves. `do` is also `join` with new `shards`, `plan` or `start` with those that should hold
all slots, or `cancel`: `{"do": "start", "shards": [...]}`.
"""

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from functions._shared.lineage import runs
from functions._shared.shard_errors import MapConflictError
from functions._shared.telemetry import entry, logger
from functions.rebalancer.founding import found, join
from functions.rebalancer.tending import tend
from functions.rebalancer.wiring import Wiring

LOG = logger("rebalancer")
MARGIN_SECONDS = 30.0
"""Left of the function's time when it stops by itself; what it was at is gone on with by the next."""


@entry(LOG)
@runs(LOG, "rebalancer")
def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Do what *event* says and return what came of it; whatever is raised is one line."""
    wired, shards = Wiring(), event.get("shards", ())
    table, connect, prepare = wired.table, wired.connect, wired.prepare
    match event["do"]:
        case "tend":
            if not table.exists():
                with suppress(MapConflictError):  # who is called at the same time was faster, and did the same
                    found(table.labels(), table, connect, prepare, os.urandom)
            until = time.monotonic() + context.get_remaining_time_in_millis() / 1000 - MARGIN_SECONDS
            return tend(wired.rebalancer, table, connect, stack=os.environ["STACK"], until=until)
        case "join":
            return {"joined": {label: join(label, table, connect, prepare) for label in shards}}
        case "plan":
            return {"moves": [str(share) for share in wired.rebalancer.plan(shards)]}
        case "start":
            return wired.rebalancer.start(shards).told()
        case "cancel":
            return wired.rebalancer.cancel().told()
    raise ValueError(f"there is nothing such as {event['do']!r} to do")
