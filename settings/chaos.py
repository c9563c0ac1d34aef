"""Which faults may be made on purpose, and what a stack must have for them."""

from collections.abc import Sequence
from typing import Literal, get_args

ServiceFault = Literal[
    "database-failover", "nodes", "region-network", "table-replication", "zone-network", "zone-power"
]
"""What AWS Fault Injection Service makes."""
PodFault = Literal["pod-clock", "pod-delay", "pod-kill", "pod-loss", "pod-partition"]
"""What Chaos Mesh makes, which whoever wants it installs in the clusters."""
Fault = ServiceFault | PodFault
"""Each is an experiment in every region, which somebody starts."""
BETWEEN_REGIONS: frozenset[Fault] = frozenset({"region-network", "table-replication"})
"""Faults of what joins regions."""


def service_faults(faults: Sequence[Fault]) -> list[ServiceFault]:
    """Return those of *faults* that AWS Fault Injection Service makes."""
    return [each for each in get_args(ServiceFault) if each in faults]


def pod_faults(faults: Sequence[Fault]) -> list[PodFault]:
    """Return those of *faults* that Chaos Mesh makes."""
    return [each for each in get_args(PodFault) if each in faults]


def lacking(faults: Sequence[Fault], *, regions: int, instances_per_region: int, left_out: Sequence[str]) -> str | None:
    """Return what keeps *faults* from being made, or None."""
    if not service_faults(faults):
        return None
    if gone := [room for room in ("edge", "resilience") if room in left_out]:
        return f"experiments stop on the API's alarms and belong to resilience; don't leave out {' and '.join(gone)}"
    if regions == 1 and (between := [each for each in faults if each in BETWEEN_REGIONS]):
        return f"{', '.join(between)} needs a second region"
    if instances_per_region == 1 and "database-failover" in faults:
        return "database-failover needs a reader to fail over to; set database.instancesPerRegion to 2"
    return None
