"""What is done again and again, whatever came before: schema, moves, and a look at who serves what."""

from collections.abc import Callable
from typing import Any

from pg8000.native import Connection

from functions._shared.shard_table import ShardTable
from functions.rebalancer.core import Rebalancer
from functions.rebalancer.errors import BusyError
from functions.rebalancer.migrations import known, migrate
from functions.rebalancer.watch import tell, unserved


def tend(
    rebalancer: Rebalancer,
    table: ShardTable,
    connect: Callable[[str], Connection],
    *,
    stack: str,
    until: float,
) -> dict[str, Any]:
    """Tell the metrics of *stack*, migrate the shards on the map, go on with the rebalancing if any until
    the clock shows *until*, and return what came of it.

    Raises:
        RebalancerError: a shard can't be migrated, or a move can't go on.
    """
    found = table.read()
    tell(stack, found, unserved(found, connect))
    told: dict[str, Any] = {"applied": migrate(found.labels, connect, known())}
    try:
        state = rebalancer.go_on(until)
    except BusyError:
        return told | {"busy": True}  # a process that began before goes on with it
    return told | (state.told() if state else {})
