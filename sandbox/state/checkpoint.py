"""The checkpoint's JSON, as the stock engine's file backend writes it (deployment version 3).

Resources travel between a run and its files as JSON dictionaries; `Codec` turns them into `ResourceState` and back.
`parse` refuses a file that is damaged; `verify` holds the list to what the stock engine demands of a snapshot.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, get_args

from sandbox.state.errors import SecretsError, StateError
from sandbox.state.model import OperationType, PendingOperation, ResourceState
from sandbox.state.secrets import PassphraseCipher
from sandbox.values import Secret

VERSION = 3
SIGNATURE_KEY = "4dabf18193072939515e22adb298388d"
SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - the public mark of a secret, not one

Json = dict[str, Any]

_FIELDS: Sequence[tuple[str, str, type]] = (
    ("urn", "urn", str),
    ("custom", "custom", bool),
    ("delete", "delete", bool),
    ("id", "id", str),
    ("type", "type", str),
    ("inputs", "inputs", dict),
    ("outputs", "outputs", dict),
    ("parent", "parent", str),
    ("protect", "protect", bool),
    ("external", "external", bool),
    ("dependencies", "dependencies", list),
    ("initErrors", "init_errors", list),
    ("provider", "provider", str),
    ("propertyDependencies", "property_dependencies", dict),
    ("pendingReplacement", "pending_replacement", bool),
    ("additionalSecretOutputs", "additional_secret_outputs", list),
    ("aliases", "aliases", list),
    ("customTimeouts", "custom_timeouts", dict),
    ("importID", "import_id", str),
    ("retainOnDelete", "retain_on_delete", bool),
    ("deletedWith", "deleted_with", str),
    ("created", "created", str),
    ("modified", "modified", str),
    ("sourcePosition", "source_position", str),
    ("ignoreChanges", "ignore_changes", list),
    ("replaceOnChanges", "replace_on_changes", list),
)
"""Key in the file, attribute, and JSON type, in the order the stock engine writes them."""

_KNOWN = {key: kind for key, _, kind in _FIELDS}
_REQUIRED = ("urn", "custom", "type")
_PROPERTIES = ("inputs", "outputs")
_KIND_NAMES = {str: "text", bool: "true or false", dict: "an object", list: "a list"}


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
    except ValueError as error:
        raise StateError(f"not valid JSON ({error}); it may have been cut off") from None
    if not isinstance(document, dict) or not isinstance(document.get("checkpoint"), dict):
        raise StateError("not a checkpoint: it has no `checkpoint` object")
    if document.get("version") != VERSION:
        raise StateError(f"checkpoint version {document.get('version')!r}, expected {VERSION}")
    checkpoint = document["checkpoint"]
    if checkpoint.get("stack") != (expected := _qualified(project, stack)):
        raise StateError(f"holds stack {checkpoint.get('stack')!r}, expected {expected!r}")
    latest = checkpoint.get("latest") or {}
    provider = latest.get("secrets_providers") or {}
    if provider and provider.get("type") != "passphrase":
        raise StateError(f"its secrets provider is {provider.get('type')!r}; the sandbox opens `passphrase` only")
    snapshot = Snapshot(
        salt=(provider.get("state") or {}).get("salt", ""),
        resources=latest.get("resources") or [],
        pending=latest.get("pending_operations") or [],
        metadata=latest.get("metadata") or {},
    )
    verify(snapshot.resources)
    for operation in snapshot.pending:
        if not isinstance(operation, dict) or operation.get("type") not in get_args(OperationType):
            raise StateError(f"pending operation {operation!r:.80} is of no known type")
        _check_types(operation.get("resource"), "pending operation")
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
    if not isinstance(resources, list):
        raise StateError("`resources` is not a list")
    everything = {item.get("urn") for item in resources if isinstance(item, dict)}
    providers: set[str] = set()
    seen: set[str] = set()
    living: set[str] = set()
    for position, resource in enumerate(resources):
        _check_types(resource, f"resource {position + 1}")
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


class Codec:
    """Turns resources into JSON and back, secrets sealed.

    A secret that did not change keeps its ciphertext, so that an unchanged resource stays the same on disk.
    """

    def __init__(self, cipher: PassphraseCipher) -> None:
        self._cipher = cipher
        self._sealed: dict[tuple[object, ...], str] = {}

    def encode(self, resource: ResourceState) -> Json:
        """Return *resource* as the file keeps it: empty fields left out, fields of other versions kept."""
        result: Json = {}
        for key, attribute, _ in _FIELDS:
            value = getattr(resource, attribute)
            if key in _PROPERTIES:
                value = self._seal(value, (resource.urn, key))
            if value or key in _REQUIRED:
                result[key] = value
        return json.loads(json.dumps(result | resource.extra))

    def decode(self, document: Json) -> ResourceState:
        """Return the resource that *document* describes; raises `SecretsError` for a secret that does not open."""
        values = {attribute: document[key] for key, attribute, _ in _FIELDS if key in document}
        for key in _PROPERTIES:
            if key in values:
                values[key] = self._open(values[key], (document["urn"], key))
        extra = {key: value for key, value in document.items() if key not in _KNOWN}
        return ResourceState(**values, extra=extra)

    def encode_operation(self, operation: PendingOperation) -> Json:
        """Return *operation* as the file keeps it."""
        return {"resource": self.encode(operation.resource), "type": operation.type}

    def decode_operation(self, document: Json) -> PendingOperation:
        """Return the pending operation that *document* describes."""
        return PendingOperation(type=document["type"], resource=self.decode(document["resource"]))

    def _seal(self, value: Any, place: tuple[object, ...]) -> Any:
        if isinstance(value, Secret):
            plaintext = json.dumps(value.value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
            key = (*place, plaintext)
            if key not in self._sealed:
                self._sealed[key] = self._cipher.encrypt(plaintext)
            return {SIGNATURE_KEY: SECRET_SIGNATURE, "ciphertext": self._sealed[key]}
        if isinstance(value, dict):
            return {name: self._seal(item, (*place, name)) for name, item in value.items()}
        if isinstance(value, list):
            return [self._seal(item, (*place, index)) for index, item in enumerate(value)]
        return value

    def _open(self, value: Any, place: tuple[object, ...]) -> Any:
        if isinstance(value, dict):
            if value.get(SIGNATURE_KEY) == SECRET_SIGNATURE:
                return self._open_secret(value.get("ciphertext"), place)
            return {name: self._open(item, (*place, name)) for name, item in value.items()}
        if isinstance(value, list):
            return [self._open(item, (*place, index)) for index, item in enumerate(value)]
        return value

    def _open_secret(self, ciphertext: Any, place: tuple[object, ...]) -> Secret:
        where = ".".join(map(str, place[1:]))
        if not isinstance(ciphertext, str):
            raise SecretsError(f"{place[0]}: {where}: a secret without ciphertext")
        try:
            plaintext = self._cipher.decrypt(ciphertext)
        except SecretsError as error:
            raise SecretsError(f"{place[0]}: {where}: {error}") from None
        self._sealed[(*place, plaintext)] = ciphertext
        return Secret(json.loads(plaintext))


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
        for urn in urns or ():
            yield f"dependency (of {name})", urn


def _urns(resource: Json) -> Iterable[str]:
    return (urn for _, urn in _references(resource))


def _targets(resource: Json) -> Iterable[str]:
    yield from _urns(resource)
    yield resource.get("deletedWith", "")
    yield resource.get("provider", "").rpartition("::")[0]


def _check_types(resource: Any, where: str) -> None:
    if not isinstance(resource, dict):
        raise StateError(f"{where} is not an object")
    name = resource.get("urn", where)
    for key in _REQUIRED:
        if key not in resource:
            raise StateError(f"{name}: has no `{key}`")
    for key, value in resource.items():
        kind = _KNOWN.get(key)
        if kind and not isinstance(value, kind):
            raise StateError(f"{name}: `{key}` is {value!r:.40}, expected {_KIND_NAMES[kind]}")
    if not resource["urn"].startswith("urn:pulumi:") or resource["urn"].count("::") < 3:
        raise StateError(f"{where}: {resource['urn']!r} is not a URN")
