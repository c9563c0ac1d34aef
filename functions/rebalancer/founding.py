"""The first map, and shards that join later."""

from collections.abc import Callable, Sequence

from pg8000.native import Connection

from functions._shared.shard_errors import MapConflictError
from functions._shared.shard_map import ShardMap, founding_owners
from functions._shared.shard_slots import SALT_BYTES
from functions._shared.shard_table import ShardTable
from functions.rebalancer import ownership
from functions.rebalancer.errors import RebalancerError
from functions.rebalancer.migrations import known, migrate


def found(
    labels: Sequence[str],
    table: ShardTable,
    connect: Callable[[str], Connection],
    prepare: Callable[[str], None],
    random_bytes: Callable[[int], bytes],
) -> ShardMap:
    """Spread all slots over *labels*, whose databases are empty, publish the first map and return it. *prepare* makes
    the users that *connect* and workloads connect as.

    It can be run again after a fault; once there is a map, it fails.

    Raises:
        RebalancerError: a database isn't empty, or can't be migrated.
        MapConflictError: there is a map.
    """
    if table.exists():
        raise MapConflictError(f"{table.name} holds a map already: new shards join, and are filled by rebalancing")
    new = ShardMap(version=1, salt=random_bytes(SALT_BYTES), owners=founding_owners(labels))
    for label in labels:
        prepare(label)
    migrate(labels, connect, known())
    for label in labels:
        with connect(label) as connection:
            ownership.own(connection, label, [slot for slot, owner in enumerate(new.owners) if owner == label])
    table.publish(new)
    return new


def join(
    label: str, table: ShardTable, connect: Callable[[str], Connection], prepare: Callable[[str], None]
) -> Sequence[str]:
    """Make an empty database a shard without slots, for a rebalancing to fill, and return what was migrated; *prepare*
    makes its users.

    Raises:
        RebalancerError: it isn't empty, can't be migrated, or is a shard already.
    """
    if label in table.read().labels:
        raise RebalancerError(f"{label} is on the map already")
    prepare(label)
    applied = migrate([label], connect, known())[label]
    with connect(label) as connection:
        ownership.own(connection, label, ())
    return applied
