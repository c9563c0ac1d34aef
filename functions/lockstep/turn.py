"""One region's turn: read the rollout, then the record, decide, write the record, and act on what was written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from aws_lambda_powertools.metrics import EphemeralMetrics

from functions.lockstep.core import Action, Phase, Record, action, decide
from functions.lockstep.errors import OvertakenError
from functions.lockstep.record import RecordTable
from functions.lockstep.rollout import Rollout, Seen

TRIES: Final = 3
"""Regions are called at the same second at worst: who is overtaken begins again, with a rollout that it reads anew."""
NAMESPACE: Final = "groot/lockstep"
"""Of its metric (`components/delivery/lockstep.py`)."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What came of it."""

    seen: Seen
    record: Record | None
    acts: Action | None = None
    done: bool = False
    """The rollout was still as it was seen, so that the action was done; the next turn looks anew."""
    reverts: bool = False
    """This turn decided that the release goes back; of all regions' turns one does."""

    def told(self) -> dict[str, Any]:
        """Return it as the log and whoever calls by hand are told."""
        report, record = self.seen.report, self.record
        return {
            "release": report.release,
            "reached": report.reached,
            "waiting": report.waiting,
            "end": report.end,
            "decided": {"release": record.release, "phase": record.phase, "step": record.step} if record else None,
            "acts": self.acts if self.done else None,
        }


def take(
    rollout: Rollout, table: RecordTable, regions: Sequence[str], region: str, clock: Callable[[], float]
) -> Turn | None:
    """Take the turn of *region*, one of *regions*; return None where it has no rollout to speak of.

    *clock* gives seconds since the epoch: leases outlast by far what clocks of regions differ by.

    Raises:
        OvertakenError: other regions wrote each time meanwhile; the next turn goes on.
        LockstepError, ApiError: what can't be read, written or done.
    """
    for _ in range(TRIES - 1):
        try:
            return _take(rollout, table, regions, region, clock)
        except OvertakenError:
            continue
    return _take(rollout, table, regions, region, clock)


def tell(stack: str, turn: Turn | None) -> None:
    """Write the metric to the log, of which Lambda's log makes one of CloudWatch's: 1 where a release was reverted."""
    metrics = EphemeralMetrics(namespace=NAMESPACE)
    metrics.add_dimension("Stack", stack)
    metrics.add_metric(name="Reverts", unit="Count", value=int(turn is not None and turn.reverts))
    metrics.flush_metrics()


def _take(
    rollout: Rollout, table: RecordTable, regions: Sequence[str], region: str, clock: Callable[[], float]
) -> Turn | None:
    if (seen := rollout.read()) is None:
        return None
    held = table.read()
    record = decide(held.record, regions, region, seen.report, clock())
    if record is None:
        return Turn(seen=seen, record=None)
    table.write(record, held)
    acts = action(record, seen.report)
    return Turn(
        seen=seen,
        record=record,
        acts=acts,
        done=acts is not None and rollout.act(acts, seen),
        reverts=record.phase is Phase.REVERTING and _phase(held.record) is not Phase.REVERTING,
    )


def _phase(record: Record | None) -> Phase | None:
    return record.phase if record else None
