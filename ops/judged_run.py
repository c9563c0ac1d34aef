"""What a judged run leaves: the resources as they were judged, and every rule's word on them.

Assessments, evidence and reports are made from this, whatever was judged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from policies.core import Outcome, Verdict
from policies.model import Level, Resource


class Subject(StrEnum):
    """What is judged."""

    PREVIEW = "preview"
    """What the program declares."""
    STATE = "state"
    """What the state says was deployed."""
    LIVE = "live"
    """What is there, read back."""


@dataclass(frozen=True, kw_only=True)
class JudgedRun:
    """The outcome of judging one stack."""

    project: str
    stack: str
    subject: Subject
    judged_at: datetime
    """In UTC."""
    resources: Sequence[Resource]
    """Each with its inputs, as the rules saw them; values may be secret."""
    verdicts: Sequence[Verdict]
    """Including what passed; the rules that don't apply to a resource say nothing."""

    def of(self, *outcomes: Outcome) -> Sequence[Verdict]:
        """Return the verdicts with one of *outcomes*."""
        return [verdict for verdict in self.verdicts if verdict.outcome in outcomes]

    @property
    def blocked(self) -> bool:
        """Whether a deployment would be refused: a rule broke down, or one that isn't advisory is violated."""
        found = self.of(Outcome.VIOLATED, Outcome.FAILED)
        return any(each.outcome is Outcome.FAILED or each.level is not Level.ADVISORY for each in found)
