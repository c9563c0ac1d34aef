"""What Lambda calls, by a person or by a schedule that has a rebalancing go on: `{"do": "start", "shards": [...]}`.

`do` is `found` or `join` with new `shards`, `plan` or `start` with those that should hold all slots, `run`, `cancel`,
or `migrate`.
"""

import os
import time
from collections.abc import Mapping
from typing import Any

from functions._shared import shard_aws
from functions._shared.telemetry import entry, logger
from functions.rebalancer.core import Rebalancer
from functions.rebalancer.founding import found, join
from functions.rebalancer.migrations import known, migrate
from functions.rebalancer.state import Rebalancing

LOG = logger("rebalancer")
MARGIN_SECONDS = 30.0
"""Left of the function's time when it stops by itself; what it was at is gone on with by the next."""
WAIT_SECONDS = 60.0
"""For an answer: counts, digests and deletions take longer than what a request asks."""


@entry(LOG)
def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Do what *event* says and return what came of it; whatever is raised is one line."""
    table, connector, shards = shard_aws.table(), shard_aws.connector(WAIT_SECONDS), event.get("shards", ())

    def connect(label: str) -> Any:
        return connector(table.address(label, "cluster"))

    def conninfo(label: str) -> str:
        return connector.conninfo(table.address(label, "cluster"))

    rebalancer = Rebalancer(table, connect, conninfo, clock=time.monotonic, sleep=time.sleep)
    match event["do"]:
        case "found":
            return {"version": found(shards, table, connect, os.urandom).version}
        case "join":
            return {"joined": {label: join(label, table, connect) for label in shards}}
        case "migrate":
            return {"applied": migrate(table.read().labels, connect, known())}
        case "plan":
            return {"moves": [str(share) for share in rebalancer.plan(shards)]}
        case "start":
            return _told(rebalancer.start(shards))
        case "cancel":
            return _told(rebalancer.cancel())
        case "run":
            seconds = context.get_remaining_time_in_millis() / 1000 - MARGIN_SECONDS
            return _told(rebalancer.run(until=time.monotonic() + seconds))
    raise ValueError(f"there is nothing such as {event['do']!r} to do")


def _told(state: Rebalancing) -> dict[str, Any]:
    told = {"step": state.step, "made": state.made, "moves": len(state.shares), "reason": state.reason}
    LOG.info("rebalancing", **told)
    return told
