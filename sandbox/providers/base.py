"""The contract between the engine and a resource provider.

Property values are plain Python (`None`, `bool`, `int`, `float`, `str`, `list`, `dict`) in the wire's camelCase
names, with `UNKNOWN` where a preview cannot know. Secrets are unwrapped before a provider sees them; the engine marks
them again in what comes back. Providers are called from many threads at once.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Protocol

from sandbox.values import Properties

UNSENT: Final = "__unsent"
"""Input in which `check` lists the properties that stand in the state only, though the resource is made."""


class ProviderError(Exception):
    """A provider could not do what it was asked; the message says what failed and how to mend it.

    `outcome_unknown` says that the call may have taken effect all the same, as when a connection breaks after the
    request was sent; the next run then looks for what it left. `unanswered` says that nobody answers there who could:
    it is no fault of the resource that was asked about.
    """

    def __init__(self, message: str, *, outcome_unknown: bool = False, unanswered: bool = False) -> None:
        super().__init__(message)
        self.outcome_unknown = outcome_unknown
        self.unanswered = unanswered


class ResourceGone(ProviderError):  # noqa: N818 - named for the state it reports, not for a fault
    """The resource that state describes no longer exists."""


class UnknownDataSource(ProviderError):  # noqa: N818 - named for what it reports
    """Nobody here can answer the data source."""


class Fidelity(StrEnum):
    """How faithfully a resource type is emulated."""

    REAL = "real"
    """Every input reaches the emulated API and is read back from it."""
    PARTIAL = "partial"
    """The emulated API holds it, but some inputs are listed as not emulated."""
    RECORDED = "recorded"
    """No emulated API: it stands in the state only."""


@dataclass(frozen=True, kw_only=True)
class Resource:
    """Which resource a call is about."""

    urn: str
    type: str
    """Type token, such as `aws:kms/key:Key`."""
    name: str
    """Logical name: the last part of the URN."""
    provider: Properties = field(default_factory=dict)
    """Inputs of the provider resource it belongs to, such as `region`."""


@dataclass(frozen=True, kw_only=True)
class Diff:
    """What would change. Paths are top-level property names."""

    changed: Sequence[str] = ()
    replaces: Sequence[str] = ()
    """Those of `changed` that cannot be changed in place."""


@dataclass(frozen=True, kw_only=True)
class Live:
    """What a provider read."""

    physical_id: str
    inputs: Properties
    outputs: Properties
    filled: Collection[str] = ()
    """Of an import's `inputs`, those that the cloud fills in where nothing is said."""


class Provider(Protocol):
    """One package's resources. Every method may raise `ProviderError`."""

    def check(self, resource: Resource, olds: Properties, news: Properties) -> Properties:
        """Return *news* with defaults and generated names filled in; *olds* are the inputs in state, if any.

        Properties that have no place in the emulated API are listed as `UNSENT`. Raises `ProviderError` naming the
        property that is unknown or missing.
        """
        ...

    def diff(
        self, resource: Resource, physical_id: str, old_inputs: Properties, old_outputs: Properties, news: Properties
    ) -> Diff:
        """Compare checked *news* with the state. `UNKNOWN` differs from everything."""
        ...

    def collides(self, resource: Resource, physical_id: str, old_inputs: Properties, news: Properties) -> bool:
        """Return whether *news* would have the name of what *old_inputs* made, so that both can't exist together."""
        ...

    def preview(self, resource: Resource, news: Properties, old_outputs: Properties) -> Properties:
        """Return the outputs as far as they are known before creating (*old_outputs* empty) or updating."""
        ...

    def create(self, resource: Resource, inputs: Properties) -> tuple[str, Properties]:
        """Create it and return its id and outputs (its inputs are part of the outputs)."""
        ...

    def update(
        self, resource: Resource, physical_id: str, old_inputs: Properties, old_outputs: Properties, news: Properties
    ) -> Properties:
        """Change it in place and return its outputs."""
        ...

    def read(self, resource: Resource, physical_id: str, inputs: Properties, outputs: Properties) -> Live | None:
        """Read what is there now, or None when it is gone.

        *inputs* and *outputs* are empty when an existing resource is imported; otherwise what the API does not
        report stays as given, and an input that was changed out of band comes back changed.
        """
        ...

    def delete(self, resource: Resource, physical_id: str, inputs: Properties, outputs: Properties) -> None:
        """Delete it. Deleting what is already gone is a success."""
        ...

    def find(self, resource: Resource, inputs: Properties) -> str | None:
        """Return the id of a resource an interrupted create may have left behind, or None when there is none.

        Called for a pending `creating` operation, whose outcome is unknown.
        """
        ...

    def invoke(self, token: str, args: Properties, provider: Mapping[str, Any]) -> Properties:
        """Answer a data source, such as `aws:index/getCallerIdentity:getCallerIdentity`."""
        ...

    def fidelity(self, type_token: str) -> Fidelity:
        """Return how faithfully the type is emulated. Raises `ProviderError` for an unlisted type."""
        ...
