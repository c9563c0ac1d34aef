"""What runs that judged a stack found, one line each in `.sandbox/history/<stack>.jsonl`, the oldest first."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from ops.judged_run import JudgedRun, Subject
from policies.assessment import Assessment


class Entry(BaseModel):
    """One run."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    at: AwareDatetime
    of: Subject
    commit: str | None = Field(default=None, max_length=80)
    """What the repository was at; ends in `-dirty` when there was more than that."""
    scores: Mapping[str, float | None]
    """By framework's pack, in percent; None where nothing was decided."""
    counts: Mapping[str, int]
    """How many verdicts had each outcome."""


@dataclass(frozen=True, kw_only=True)
class History:
    """What is remembered of a stack."""

    entries: Sequence[Entry]
    """The oldest first."""
    damaged: int
    """Lines that could not be read and were passed over."""


def path_of(root: Path, stack: str) -> Path:
    """Return where the project in *root* remembers *stack*."""
    return root / ".sandbox" / "history" / f"{stack}.jsonl"


def entry_of(run: JudgedRun, assessments: Sequence[Assessment], commit: str | None) -> Entry:
    """Return what is worth remembering of *run* and its *assessments*."""
    return Entry(
        at=_to_the_second(run.judged_at),
        of=run.subject,
        commit=commit,
        scores={each.framework.pack: each.score for each in assessments},
        counts=Counter(verdict.outcome.value for verdict in run.verdicts),
    )


def remember(root: Path, stack: str, entry: Entry) -> None:
    """Add *entry*. Says so when it cannot: a run is worth no less for not being remembered."""
    path = path_of(root, stack)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as file:
            file.write((b"\n" if _is_torn(file) else b"") + entry.model_dump_json().encode() + b"\n")
    except OSError as error:
        print(f"warning: {path}: this run isn't remembered: {error.strerror}", file=sys.stderr)


def recall(root: Path, stack: str) -> History:
    """Return what is remembered of *stack*, without what cannot be read."""
    try:
        lines = path_of(root, stack).read_bytes().splitlines()
    except OSError:
        lines = []
    entries: list[Entry] = []
    for line in lines:
        try:
            entries.append(Entry.model_validate_json(line))
        except ValidationError:
            continue
    return History(entries=entries, damaged=len(lines) - len(entries))


def commit_of(root: Path) -> str | None:
    """Return the commit that *root* is at, or None where there is no repository or no git."""
    command = ["git", "-C", str(root), "describe", "--always", "--dirty", "--exclude=*", "--abbrev=12"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - no shell
    except OSError:
        return None
    return found.stdout.strip() or None


def _is_torn(file: BinaryIO) -> bool:
    """Return whether the last line was not written to its end."""
    if not file.seek(0, os.SEEK_END):
        return False
    file.seek(-1, os.SEEK_END)
    return file.read(1) != b"\n"


def _to_the_second(at: datetime) -> datetime:
    return at.replace(microsecond=0)
