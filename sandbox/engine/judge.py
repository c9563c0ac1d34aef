"""The hook by which policies judge a deployment. The engine knows no rules; it asks before each step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sandbox.engine.events import Violation
from sandbox.engine.source import source_line
from sandbox.engine.urns import name_of
from sandbox.engine.wire import plain
from sandbox.providers.base import UNSENT
from sandbox.state.model import ResourceState
from sandbox.values import Path, Properties, secret_paths


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


def judged_of(state: ResourceState, props: Properties, provider: ResourceState | None) -> Judged:
    """Return *state* with *props* as an analyzer sees it."""
    return Judged(
        type=state.type,
        urn=state.urn,
        name=name_of(state.urn),
        props=plain({key: value for key, value in props.items() if key not in ("__internal", "__defaults", UNSENT)}),
        secrets=list(secret_paths(props)),
        protect=state.protect,
        parent=state.parent,
        dependencies=state.dependencies,
        property_dependencies=state.property_dependencies,
        provider=provider
        and JudgedProvider(
            type=provider.type,
            urn=provider.urn,
            name=name_of(provider.urn),
            props=plain({key: value for key, value in provider.inputs.items() if key != "__internal"}),
        ),
        source=source_line(state.source_position),
        ignore_changes=state.ignore_changes,
        additional_secret_outputs=state.additional_secret_outputs,
        aliases=state.aliases,
    )
