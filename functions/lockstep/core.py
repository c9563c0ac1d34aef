"""What becomes of a release that goes through regions in step, decided from one record that all regions share.

A rollout has gates: places where it stands until it is told to go on. Before the first it carries nothing, after the
last it can't be taken back. Each region's run reads its own rollout, notes that in the record, decides, and writes the
record if nobody else has meanwhile; only what was written is acted on, and in its own region alone. So there is no
leader: any run may be late, doubled or cut off anywhere, and the next one goes on.

- A region passes a gate when all live regions have come to it.
- One failure, or a step that takes longer than `STEP`, reverts all: also those that are further on.
- When all live regions stand at the last gate the release is sealed: each finishes it, and none reverts it any more.
- A region that hasn't written for `LEASE` doesn't count. When it writes again it is held to what was decided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

LEASE: Final = 300.0
"""Seconds: five runs of a schedule by the minute, so that one slow or failed run loses nobody."""
STEP: Final = 3600.0
"""Seconds that live regions may take from gate to gate; a rollout's own deadline for progress is far shorter."""


class Phase(StrEnum):
    """How far the release is. Only the last two are final."""

    ROLLING = "rolling"
    REVERTING = "reverting"
    SEALED = "sealed"
    REVERTED = "reverted"


FINAL: Final = (Phase.SEALED, Phase.REVERTED)


class End(StrEnum):
    """How a rollout ended."""

    FAILED = "failed"
    """By itself, by its analysis, or by somebody's hand: it went back to what ran before."""
    COMPLETE = "complete"


@dataclass(frozen=True, kw_only=True)
class Report:
    """A region's rollout, as its controller tells."""

    release: int
    """Its number, which is higher than that of any before; what comes back late can't be begun again."""
    gates: int
    reached: int
    """Gates that it has come to; it stands at the last of them, or is on its way to the next."""
    waiting: bool = False
    """It stands at a gate."""
    end: End | None = None


@dataclass(frozen=True, kw_only=True)
class Region:
    """What the record holds of a region."""

    seen: float
    """When it last wrote, in seconds."""
    reached: int = 0
    settled: bool = False
    """Nothing is left to take back there: it ended, or nothing of the release runs."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """The release that all regions are at, or were last."""

    release: int
    gates: int
    phase: Phase = Phase.ROLLING
    step: int = 1
    """Gate up to which regions may go."""
    since: float
    """When that was decided, in seconds."""
    regions: Mapping[str, Region] = field(default_factory=dict[str, Region])


class Action(StrEnum):
    """What a region's run does to its rollout."""

    PROMOTE = "promote"
    """Pass the gate at which it stands."""
    ABORT = "abort"
    """Go back to what ran before."""


def decide(record: Record | None, regions: Sequence[str], region: str, report: Report, now: float) -> Record | None:
    """Return what the record becomes when *region* says *report*; as it is where there is nothing to decide on."""
    if record is None or (record.phase in FINAL and record.release < report.release):
        if not _begins(report):
            return record
        fresh = {name: Region(seen=now) for name in regions}
        record = Record(release=report.release, gates=report.gates, since=now, regions=fresh)
    return _advance(_noted(record, region, report, now), report, now)


def action(record: Record | None, report: Report) -> Action | None:
    """Return what is to be done to the rollout that *report* tells of, once *record* is written."""
    if record is None or report.end is not None:
        return None
    if report.release != record.release:
        return Action.ABORT if _carries(report) else None
    if record.phase in (Phase.REVERTING, Phase.REVERTED):
        return Action.ABORT
    allowed = record.step if record.phase is Phase.ROLLING else record.gates + 1
    return Action.PROMOTE if report.waiting and report.reached < allowed else None


def live(record: Record, now: float) -> list[str]:
    """Return the regions that the others wait for."""
    return [name for name, region in record.regions.items() if now - region.seen <= LEASE]


def _begins(report: Report) -> bool:
    return report.end is None and report.waiting and report.reached == 1


def _carries(report: Report) -> bool:
    return report.end is None and (report.reached > 1 or not report.waiting)


def _noted(record: Record, region: str, report: Report, now: float) -> Record:
    same = report.release == record.release
    noted = Region(
        seen=now,
        reached=report.reached if same else 0,
        settled=report.end is not None if same else not _carries(report),
    )
    return replace(record, regions={**record.regions, region: noted})


def _advance(record: Record, report: Report, now: float) -> Record:
    waited = [record.regions[name] for name in live(record, now)]
    if record.phase is Phase.ROLLING:
        if _failed(record, report):
            return replace(record, phase=Phase.REVERTING, since=now)
        if all(region.reached >= record.step for region in waited):
            if record.step == record.gates:
                return replace(record, phase=Phase.SEALED, since=now)
            return replace(record, step=record.step + 1, since=now)
        if now - record.since > STEP:
            return replace(record, phase=Phase.REVERTING, since=now)
    elif record.phase is Phase.REVERTING and all(region.settled for region in waited):
        return replace(record, phase=Phase.REVERTED, since=now)
    return record


def _failed(record: Record, report: Report) -> bool:
    """Tell whether the release failed: in that region, or by a hand's having taken it further than all have come."""
    unlike = report.gates != record.gates or report.reached > record.step
    return report.release == record.release and (report.end is not None or unlike)
