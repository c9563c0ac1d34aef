"""What a bundle is made of."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ops.judged_run import JudgedRun
from policies.assessment import Assessment
from policies.frameworks.catalogue import Catalogue
from policies.model import Rule, StackRule

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://groot.example.com/evidence")


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

    @property
    def rules(self) -> Mapping[str, Rule | StackRule]:
        """Return every rule, by name."""
        return {rule.name: rule for rule in self.catalogue.every_rule}

    def identify(self, *parts: str) -> str:
        """Return a UUID (version 5) that *parts* have in this run, and in no other."""
        run = self.run
        return str(uuid.uuid5(NAMESPACE, "\n".join((run.project, run.stack, run.judged_at.isoformat(), *parts))))


def fingerprint(*parts: str) -> str:
    """Return a short digest of *parts*, the same in every run."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
