"""Drills that were made, one line each in `.sandbox/drills/<stack>.jsonl`, and which of them a control may show."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from ops.drill.tables import Restored
from policies.frameworks.catalogue import Organizational


class Drill(BaseModel):
    """One drill, and what it came to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: AwareDatetime
    commit: str | None
    """What the repository was at."""
    where: Literal["sandbox"] = "sandbox"
    """Its seconds are the emulator's, and say nothing of AWS."""
    region: str
    of: str
    """What was restored."""
    seconds: float
    rto_seconds: int
    """Within how many the stack promises it."""
    digest: str
    wanted: str

    @property
    def passed(self) -> bool:
        """Whether what came back is what should have, and in time."""
        return self.digest == self.wanted and self.seconds <= self.rto_seconds

    def __str__(self) -> str:
        held = "held" if self.passed else "FAILED"
        return f"drill of {self.at:%Y-%m-%d} in the sandbox {held}: {self.of} in {self.region}, {self.seconds:.1f} s"


def drill_of(restored: Restored, *, of: str, region: str, rto_seconds: int, at: datetime, commit: str | None) -> Drill:
    """Return what is kept of a drill that came to *restored*."""
    return Drill(
        at=at.replace(microsecond=0),
        commit=commit,
        region=region,
        of=of,
        seconds=round(restored.seconds, 3),
        rto_seconds=rto_seconds,
        digest=restored.digest,
        wanted=restored.wanted,
    )


def keep(root: Path, stack: str, drill: Drill) -> None:
    """Add *drill* to those of *stack* in the project at *root*."""
    path = _path(root, stack)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(drill.model_dump_json() + "\n")


def recall(root: Path, stack: str) -> Sequence[Drill]:
    """Return the drills of *stack*, the oldest first, without lines that can't be read."""
    path, found = _path(root, stack), list[Drill]()
    for line in path.read_bytes().splitlines() if path.exists() else ():
        try:
            found.append(Drill.model_validate_json(line))
        except ValidationError:
            continue
    return sorted(found, key=lambda each: each.at)


def shown(drills: Sequence[Drill], owed: Organizational | None, at: datetime) -> Drill | None:
    """Return the newest of *drills* that is a record of what is *owed*: none older than its interval is at *at*."""
    if owed is None or owed.evidence != "drill":
        return None
    fresh = [each for each in drills if timedelta(0) <= at - each.at <= timedelta(days=owed.every_days)]
    return fresh[-1] if fresh else None


def _path(root: Path, stack: str) -> Path:
    return root / ".sandbox" / "drills" / f"{stack}.jsonl"
