"""What the program asks for: a registration, decoded once."""

import re
from dataclasses import dataclass, field

from pulumi.runtime.proto import resource_pb2

from sandbox.engine import urns
from sandbox.engine.assets import hashed
from sandbox.engine.source import source_position
from sandbox.engine.wire import decode, identified
from sandbox.project import Project
from sandbox.providers.base import ProviderError
from sandbox.state.model import ResourceState
from sandbox.values import Properties

_DURATION_UNITS_SECONDS = {"h": 3600, "m": 60, "s": 1, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}
_AMOUNT = r"(\d+\.?\d*|\.\d+)(h|ms|m|s|us|µs|ns)"
_DURATION = re.compile(rf"\+?(?:0|(?:{_AMOUNT})+)")
"""Go's `time.ParseDuration`, which the stock engine takes; a negative one says nothing here."""


@dataclass(kw_only=True)
class Goal:
    """The resource as it should be."""

    urn: str
    type: str
    custom: bool
    inputs: Properties
    parent: str = ""
    provider: str = ""
    version: str = ""
    plugin_download_url: str = ""
    protect: bool = False
    dependencies: list[str] = field(default_factory=list)
    property_dependencies: dict[str, list[str]] = field(default_factory=dict)
    aliases: list[str] = field(default_factory=list)
    ignore_changes: list[str] = field(default_factory=list)
    replace_on_changes: list[str] = field(default_factory=list)
    replace_with: list[str] = field(default_factory=list)
    delete_before_replace: bool | None = None
    retain_on_delete: bool = False
    deleted_with: str = ""
    additional_secret_outputs: list[str] = field(default_factory=list)
    custom_timeouts: dict[str, float] = field(default_factory=dict)
    import_id: str = ""
    source_position: str = ""
    fault: str = ""
    """Why it can't be had whatever the provider says: a file that isn't there, a time that is none."""

    def state(self, inputs: Properties) -> ResourceState:
        """Return the state that this goal becomes with checked *inputs*; id and outputs are still to come."""
        return ResourceState(
            urn=self.urn,
            type=self.type,
            custom=self.custom,
            inputs=inputs,
            parent=self.parent,
            protect=self.protect,
            dependencies=list(self.dependencies),
            property_dependencies=dict(self.property_dependencies),
            provider=self.provider,
            additional_secret_outputs=list(self.additional_secret_outputs),
            ignore_changes=list(self.ignore_changes),
            replace_on_changes=list(self.replace_on_changes),
            retain_on_delete=self.retain_on_delete,
            deleted_with=self.deleted_with,
            custom_timeouts=dict(self.custom_timeouts),
            import_id=self.import_id,
            source_position=self.source_position,
        )


def from_request(request: resource_pb2.RegisterResourceRequest, project: Project, parent_aliases: list[str]) -> Goal:
    """Decode *request*. *parent_aliases* are the URNs its parent may have had."""
    own = urns.urn(project.stack, project.name, request.parent, request.type, request.name)
    given = decode(request.object)
    inputs, custom_timeouts, fault = identified(given) if request.custom else given, {}, ""
    try:
        inputs = hashed(inputs, project.root)
        custom_timeouts = _timeouts(request)
    except ProviderError as error:
        fault = str(error)
    return Goal(
        urn=own,
        type=request.type,
        custom=request.custom,
        inputs=inputs,
        parent=request.parent,
        provider=request.provider,
        version=request.version,
        plugin_download_url=request.pluginDownloadURL,
        protect=request.protect,
        dependencies=sorted(request.dependencies),
        property_dependencies={key: sorted(value.urns) for key, value in request.propertyDependencies.items()},
        aliases=urns.aliases(own, request.parent, parent_aliases, request.aliases, request.aliasURNs),
        ignore_changes=list(request.ignoreChanges),
        replace_on_changes=list(request.replaceOnChanges),
        replace_with=list(request.replace_with),
        delete_before_replace=request.deleteBeforeReplace if request.deleteBeforeReplaceDefined else None,
        retain_on_delete=request.retainOnDelete,
        deleted_with=request.deletedWith,
        additional_secret_outputs=list(request.additionalSecretOutputs),
        custom_timeouts=custom_timeouts,
        import_id=request.importId,
        source_position=source_position(request.sourcePosition.uri, request.sourcePosition.line, project.root),
        fault=fault,
    )


def of_state(state: ResourceState, inputs: Properties, project: Project) -> Goal:
    """Return the goal that made *state*, with other *inputs*.

    Raises:
        ProviderError: a file of theirs isn't there.
    """
    return Goal(
        urn=state.urn,
        type=state.type,
        custom=state.custom,
        inputs=hashed(inputs, project.root),
        parent=state.parent,
        provider=state.provider,
        protect=state.protect,
        dependencies=list(state.dependencies),
        property_dependencies=dict(state.property_dependencies),
        ignore_changes=list(state.ignore_changes),
        replace_on_changes=list(state.replace_on_changes),
        retain_on_delete=state.retain_on_delete,
        deleted_with=state.deleted_with,
        additional_secret_outputs=list(state.additional_secret_outputs),
        custom_timeouts=dict(state.custom_timeouts),
        import_id=state.import_id,
        source_position=state.source_position,
    )


def _timeouts(request: resource_pb2.RegisterResourceRequest) -> dict[str, float]:
    given = {kind: getattr(request.customTimeouts, kind) for kind in ("create", "update", "delete", "read")}
    return {kind: _seconds(kind, text) for kind, text in given.items() if text}


def _seconds(kind: str, duration: str) -> float:
    """Return the seconds in a Go duration such as `1h30m`. Raises `ProviderError` for what is none."""
    if not _DURATION.fullmatch(duration):
        raise ProviderError(f"custom timeout {kind}={duration!r} is no duration; say it as 90s, 5m or 1h30m")
    return sum(float(amount) * _DURATION_UNITS_SECONDS[unit] for amount, unit in re.findall(_AMOUNT, duration))
