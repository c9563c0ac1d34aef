"""Which faults may be made on purpose, and what a stack must have for them."""

from collections.abc import Sequence
from typing import Literal

Fault = Literal["database-failover", "nodes", "region-network", "table-replication", "zone-network", "zone-power"]
"""Each is an experiment in every region, which somebody starts."""
BETWEEN_REGIONS: frozenset[Fault] = frozenset({"region-network", "table-replication"})
"""Faults of what joins regions."""


def lacking(faults: Sequence[Fault], *, regions: int, instances_per_region: int, left_out: Sequence[str]) -> str | None:
    """Return what keeps *faults* from being made, or None."""
    if not faults:
        return None
    if gone := [room for room in ("edge", "resilience") if room in left_out]:
        return f"experiments stop on the API's alarms and belong to resilience; don't leave out {' and '.join(gone)}"
    if regions == 1 and (between := [each for each in faults if each in BETWEEN_REGIONS]):
        return f"{', '.join(between)} needs a second region"
    if instances_per_region == 1 and "database-failover" in faults:
        return "database-failover needs a reader to fail over to; set database.instancesPerRegion to 2"
    return None
