"""The hook by which policies judge a deployment. The engine knows no rules; it asks before each step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sandbox.engine.events import Violation
from sandbox.values import Path


@dataclass(frozen=True, kw_only=True)
class JudgedProvider:
    """The provider resource that a judged resource belongs to."""

    type: str
    urn: str
    name: str
    props: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A resource as an analyzer of the stock engine sees it."""

    type: str
    urn: str
    name: str
    props: Mapping[str, Any]
    """Checked inputs before a step, outputs once the whole stack is judged. Secrets are in clear; what a preview
    cannot know is the protocol's marker for unknown strings."""
    secrets: Sequence[Path] = ()
    """Where in `props` values are secret."""
    protect: bool = False
    parent: str = ""
    dependencies: Sequence[str] = ()
    property_dependencies: Mapping[str, Sequence[str]] = field(default_factory=dict)
    provider: JudgedProvider | None = None
    source: str | None = None
    """`file:line` that declared it."""
    ignore_changes: Sequence[str] = ()
    additional_secret_outputs: Sequence[str] = ()
    aliases: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the rules found."""

    violations: Sequence[Violation] = ()
    obligations: Sequence[Violation] = ()
    """Rules that met a value they could not know; the deployment judges again."""
    waived: Sequence[Violation] = ()
    """Violations that somebody has accepted."""


class Judge(Protocol):
    """Something that holds rules. Called from many threads at once."""

    def remediate(self, _resource: Judged) -> Mapping[str, Any]:
        """Return those inputs of the resource that are to be others, as they should be."""
        return {}

    def resource(self, resource: Judged) -> Verdict:
        """Judge one resource before its step."""
        ...

    def stack(self, resources: Sequence[Judged]) -> Verdict:
        """Judge the whole graph once the program has declared it."""
        ...
