"""What the policies of `api/authorization` say, decided by Cedar (docs.cedarpolicy.com), which has them parsed once.

An action is an operation of the API as the gateway spells it, `GET/v1/records/*`, or going without a condition,
`without read_only`: whatever no policy permits is neither open nor without.
"""

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from cedarpy import Decision as Answer
from cedarpy import Entities, PolicySet, Schema, is_authorized_batch

from functions.authorizer.errors import FaultError

FOLDER: Final = Path(__file__).parents[2] / "api" / "authorization"
NAMESPACE: Final = "Groot"
WITHOUT: Final = "without "
REMEMBERED: Final = 4_096
"""Decisions, each of some hundred bytes; Cedar is a pure function of what it is asked."""
_CALLER: Final = f'{NAMESPACE}::Caller::"caller"'
_API: Final = f'{NAMESPACE}::Api::"api"'


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What policies know of a request beside the caller's scopes: `Request` of the schema."""

    risk: int
    """Points, of 0 to 100."""
    stepped_up: bool
    """Whether the caller has shown again, and well enough, who they are (RFC 9470)."""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a caller may do now."""

    opened: Set[str]
    """Operations."""
    conditions: Sequence[str]
    """What they are held to meanwhile, sorted."""
    by: Mapping[str, Sequence[str]]
    """By action the ids of the policies that decided; none where none spoke."""


class Policies:
    """Policies that decide."""

    def __init__(self, schema: str, texts: Sequence[str]) -> None:
        """Parse them.

        Raises:
            ValueError: they can't be.
        """
        named = json.loads(schema)[NAMESPACE]
        self.scopes: frozenset[str] = frozenset(named["entityTypes"]["Scope"]["enum"])
        actions = [name for name, action in named["actions"].items() if "appliesTo" in action]
        self.conditions = tuple(sorted(name.removeprefix(WITHOUT) for name in actions if name.startswith(WITHOUT)))
        self.operations = frozenset(name for name in actions if not name.startswith(WITHOUT))
        self._actions, self._schema = actions, Schema.from_json_str(schema)
        self._set = PolicySet.from_str("\n".join(texts))
        self._decide = lru_cache(REMEMBERED)(self._asked)

    def decide(self, scopes: Set[str], facts: Facts) -> Decision:
        """Return what a caller of *scopes* may do; scopes that the schema doesn't know open nothing.

        Raises:
            FaultError: a policy couldn't be applied.
        """
        return self._decide(self.scopes & scopes, facts)

    def _asked(self, scopes: Set[str], facts: Facts) -> Decision:
        context = {"risk": facts.risk, "stepped_up": facts.stepped_up}
        requests = [
            {
                "principal": _CALLER,
                "action": f"{NAMESPACE}::Action::{json.dumps(action)}",
                "resource": _API,
                "context": context,
            }
            for action in self._actions
        ]
        answers = is_authorized_batch(requests, self._set, self._entities(scopes), self._schema)
        if any(each.decision is Answer.NoDecision or each.diagnostics.errors for each in answers):
            raise FaultError("a policy could not be applied")
        found = dict(zip(self._actions, answers, strict=True))
        permitted = {action for action, each in found.items() if each.decision is Answer.Allow}
        return Decision(
            opened=self.operations & permitted,
            conditions=tuple(each for each in self.conditions if WITHOUT + each not in permitted),
            by={name: sorted(each.diagnostics.id_annotations_by_reason.values()) for name, each in found.items()},
        )

    def _entities(self, scopes: Set[str]) -> Entities:
        """Return the caller in *scopes*, and the groups of actions, which the schema brings."""
        parents: list[dict[str, Any]] = [{"type": f"{NAMESPACE}::Scope", "id": scope} for scope in sorted(scopes)]
        caller = {"uid": {"type": f"{NAMESPACE}::Caller", "id": "caller"}, "attrs": {}, "parents": parents}
        return Entities.from_json_str(json.dumps([caller]), self._schema)


def load(folder: Path = FOLDER) -> Policies:
    """Return the policies in *folder*; raises what `Policies` and reading files raise."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.cedar"))]
    return Policies((folder / "schema.json").read_text(encoding="utf-8"), texts)
