"""The checkpoint's JSON, as the stock engine's file backend writes it (deployment version 3).

`parse` refuses a file that is damaged, `render` and `export` write one; `verify` holds the list of resources to what
the stock engine demands of a snapshot, `settled` puts it in such an order. One resource's JSON is `codec.py`'s.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from sandbox.state import checksum
from sandbox.state.codec import KIND_NAMES, Json, check_operation, check_resource
from sandbox.state.errors import EditedError, OtherStackError, StateError

VERSION = 3
_MEMBERS = {"version", "features", "checkpoint", checksum.KEY}
T = TypeVar("T")


@dataclass(kw_only=True)
class Snapshot:
    """What one checkpoint holds, still as JSON."""

    salt: str = ""
    resources: list[Json] = field(default_factory=list)
    pending: list[Json] = field(default_factory=list)
    metadata: Json = field(default_factory=dict)


def parse(text: bytes, project: str, stack: str) -> Snapshot:
    """Read a checkpoint file, or raise `StateError` saying what is wrong with it."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StateError(f"not valid JSON ({error}); it may have been cut off") from None
    if not isinstance(document, dict) or not isinstance(document.get("checkpoint"), dict):
        raise StateError("not a checkpoint: it has no `checkpoint` object")
    if document.get("version") != VERSION:
        raise StateError(f"checkpoint version {document.get('version')!r}, expected {VERSION}")
    if (checksum.KEY in document and not checksum.holds(text)) or document.keys() - _MEMBERS:
        raise EditedError("not what was written (its checksum differs): it was damaged, or edited by hand")
    checkpoint = document["checkpoint"]
    if checkpoint.get("stack") != (expected := _qualified(project, stack)):
        raise OtherStackError(f"holds stack {checkpoint.get('stack')!r}, expected {expected!r}")
    latest = _part(checkpoint, "latest", {})
    provider = _part(latest, "secrets_providers", {})
    if provider and provider.get("type") != "passphrase":
        raise StateError(f"its secrets provider is {provider.get('type')!r}; the sandbox opens `passphrase` only")
    snapshot = Snapshot(
        salt=_part(_part(provider, "state", {}), "salt", ""),
        resources=_part(latest, "resources", []),
        pending=_part(latest, "pending_operations", []),
        metadata=_part(latest, "metadata", {}),
    )
    verify(snapshot.resources)
    for operation in snapshot.pending:
        check_operation(operation)
    return snapshot


def render(snapshot: Snapshot, project: str, stack: str) -> Json:
    """Return the file backend's document."""
    return {"version": VERSION, "checkpoint": {"stack": _qualified(project, stack), "latest": _deployment(snapshot)}}


def export(snapshot: Snapshot) -> Json:
    """Return what `pulumi stack export` prints and `pulumi stack import` takes."""
    return {"version": VERSION, "deployment": _deployment(snapshot)}


def now() -> str:
    """Return this moment as checkpoints write it."""
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


def verify(resources: Sequence[Json]) -> None:
    """Raise `StateError` unless each resource is well-formed and stands after all that it refers to.

    Two resources share a URN only while all but one of them wait for deletion.
    """
    for position, resource in enumerate(resources, 1):
        check_resource(resource, f"resource {position}")
    everything = {resource["urn"] for resource in resources}
    providers: set[str] = set()
    seen: set[str] = set()
    living: set[str] = set()
    for resource in resources:
        urn = resource["urn"]
        provider = resource.get("provider")
        if provider and provider not in providers:
            raise StateError(f"{urn}: its provider {provider} does not stand before it")
        for role, reference in _references(resource):
            if reference not in seen:
                fault = "stands after it" if reference in everything else "is missing"
                raise StateError(f"{urn}: its {role} {reference} {fault}")
        if not resource.get("delete"):
            if urn in living:
                raise StateError(f"{urn}: stands twice")
            living.add(urn)
        seen.add(urn)
        if resource["type"].startswith("pulumi:providers:"):
            providers.add(f"{urn}::{resource.get('id', '')}")


def settled(resources: Sequence[Json]) -> list[Json]:
    """Return *resources* as they stand, except that what a resource refers to moves before it where it stood after."""
    standing: dict[str, Json] = {}
    for resource in reversed(resources):
        standing[resource["urn"]] = resource
        standing[f"{resource['urn']}::{resource.get('id', '')}"] = resource
    result: dict[int, Json] = {}
    met: set[int] = set()
    for resource in resources:
        waiting = [resource]
        while waiting:
            last = waiting[-1]
            if id(last) in met:
                result.setdefault(id(last), waiting.pop())
                continue
            met.add(id(last))
            needed = (standing.get(name) for name in (*_urns(last), last.get("provider", "")))
            waiting += [item for item in needed if item is not None and id(item) not in met]
    return list(result.values())


def renamed(resource: Json, names: Mapping[str, str]) -> Json:
    """Return *resource* with its references to renamed resources brought up to date (old URN → new URN)."""
    if not names or not any(reference in names for reference in _targets(resource)):
        return resource
    result = dict(resource)
    for key in ("parent", "deletedWith"):
        if key in result:
            result[key] = names.get(result[key], result[key])
    if "dependencies" in result:
        result["dependencies"] = [names.get(urn, urn) for urn in result["dependencies"]]
    if "propertyDependencies" in result:
        result["propertyDependencies"] = {
            name: [names.get(urn, urn) for urn in urns] for name, urns in result["propertyDependencies"].items()
        }
    if "provider" in result:
        urn, _, physical_id = result["provider"].rpartition("::")
        result["provider"] = f"{names.get(urn, urn)}::{physical_id}"
    return result


def _part(parent: Json, key: str, empty: T) -> T:
    """Return what stands at *key*, or *empty* where nothing does."""
    value = parent.get(key)
    if value is not None and not isinstance(value, type(empty)):
        raise StateError(f"`{key}` is {value!r:.40}, expected {KIND_NAMES[type(empty)]}")
    return empty if value is None else value


def _qualified(project: str, stack: str) -> str:
    return f"organization/{project}/{stack}"


def _deployment(snapshot: Snapshot) -> Json:
    deployment: Json = {
        "manifest": {"time": now(), "magic": "", "version": ""},
        "secrets_providers": {"type": "passphrase", "state": {"salt": snapshot.salt}},
    }
    if snapshot.resources:
        deployment["resources"] = snapshot.resources
    if snapshot.pending:
        deployment["pending_operations"] = snapshot.pending
    return deployment | {"metadata": snapshot.metadata}


def _references(resource: Json) -> Iterable[tuple[str, str]]:
    if parent := resource.get("parent"):
        yield "parent", parent
    for urn in resource.get("dependencies", ()):
        yield "dependency", urn
    for name, urns in resource.get("propertyDependencies", {}).items():
        for urn in urns:
            yield f"dependency (of {name})", urn


def _urns(resource: Json) -> Iterable[str]:
    return (urn for _, urn in _references(resource))


def _targets(resource: Json) -> Iterable[str]:
    yield from _urns(resource)
    yield resource.get("deletedWith", "")
    yield resource.get("provider", "").rpartition("::")[0]
