"""What the shards say of their slots, beside what the map says: slots that nobody serves, and those that move.

Written as CloudWatch's embedded metric format, of which Lambda's log makes metrics (Amazon CloudWatch User Guide,
"Embedded metric format specification").
"""

from collections.abc import Callable, Mapping

from aws_lambda_powertools.metrics import EphemeralMetrics
from pg8000.native import Connection

from functions._shared.shard_map import ShardMap
from functions._shared.shard_query import held_slots
from functions.rebalancer.database import FAULTS, value

NAMESPACE = "groot/shards"


def unserved(found: ShardMap, connect: Callable[[str], Connection]) -> Mapping[str, int]:
    """Return by shard how many of its slots neither it serves, nor the shard that they move to; all of those of a shard
    that doesn't answer."""
    held: dict[str, int] = {}
    target = found.move.target if found.move else None
    for label in {*found.labels, *([target] if target else [])}:
        try:
            with connect(label) as connection:
                held[label] = held_slots(value(connection, "SELECT CAST(owned AS text) FROM groot.shard"))
        except FAULTS:
            held[label] = 0
    taken = sum(1 << slot for slot in found.move.slots) & held[target] if found.move and target else 0
    return {label: (found.held[label] & ~held[label] & ~taken).bit_count() for label in found.labels}


def tell(stack: str, found: ShardMap, missing: Mapping[str, int]) -> None:
    """Write the metrics of *stack* to the log: of *missing*, by shard, and of the map."""
    for label, count in missing.items():
        _tell("UnservedSlots", count, Stack=stack, Shard=label)
    _tell("MovingSlots", len(found.move.slots) if found.move else 0, Stack=stack)


def _tell(name: str, count: int, **dimensions: str) -> None:
    metrics = EphemeralMetrics(namespace=NAMESPACE)
    for dimension, value_of_it in dimensions.items():
        metrics.add_dimension(dimension, value_of_it)
    metrics.add_metric(name=name, unit="Count", value=count)
    metrics.flush_metrics()
