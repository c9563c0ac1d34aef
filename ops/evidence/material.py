"""What a bundle is made of."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ops.drill.kept import Drill
from ops.evidence.change import Change
from ops.judged_run import JudgedRun
from policies.assessment import Assessment
from policies.core import Outcome, Verdict
from policies.frameworks.catalogue import Catalogue
from policies.graph import StackRule
from policies.model import Rule, Severity

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://groot.example.com/evidence")
_SEVERITIES = {Severity.CRITICAL: 0, Severity.HIGH: 1, Severity.MEDIUM: 2, Severity.LOW: 3}


@dataclass(frozen=True, kw_only=True)
class Material:
    """A judged run with what it shows."""

    run: JudgedRun
    catalogue: Catalogue
    assessments: Sequence[Assessment]
    commit: str | None
    """What the repository was at, where that is known."""
    rules_fingerprint: str
    """What tells this set of rules from another."""
    change: Change | None = None
    """Who approved what is judged, where the pipeline tells."""
    drills: Sequence[Drill] = ()
    """Drills of the stack, the oldest first."""

    @cached_property
    def rules(self) -> Mapping[str, Rule | StackRule]:
        """Return every rule, by name."""
        return {rule.name: rule for rule in self.catalogue.every_rule}

    def worst_first(self, *outcomes: Outcome) -> Sequence[Verdict]:
        """Return the verdicts with one of *outcomes*, the most severe first."""
        return sorted(self.run.of(*outcomes), key=lambda each: (_SEVERITIES[each.severity], each.rule, each.urn))

    def identify(self, *parts: str) -> str:
        """Return a UUID (version 5) that *parts* have in this run, and in no other."""
        run = self.run
        return str(uuid.uuid5(NAMESPACE, "\n".join((run.project, run.stack, run.judged_at.isoformat(), *parts))))


def fingerprint(*parts: str) -> str:
    """Return a short digest of *parts*, the same in every run."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
