"""One resource's JSON: what a checkpoint keeps of it, and how its secrets are sealed there."""

import copy
import json
from collections.abc import Callable, Sequence
from typing import Any, get_args

from sandbox.state.errors import SecretsError, StateError
from sandbox.state.model import OperationType, PendingOperation, ResourceState
from sandbox.state.secrets import PassphraseCipher
from sandbox.values import UNKNOWN, Secret

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
KIND_NAMES = {str: "text", bool: "true or false", dict: "an object", list: "a list"}


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
            if value or key in _REQUIRED:
                sealed = key in _PROPERTIES
                result[key] = self._seal(value, (resource.urn, key)) if sealed else copy.deepcopy(value)
        return result | copy.deepcopy(resource.extra)

    def decode(self, document: Json) -> ResourceState:
        """Return the resource that *document* describes; raises `SecretsError` for a secret that does not open."""
        return _resource(document, lambda value, key: self._open(value, (document["urn"], key)))

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
        try:
            return Secret(json.loads(plaintext))
        except ValueError:
            raise SecretsError(f"{place[0]}: {where}: a secret that is no JSON") from None


def decode_sealed(document: Json) -> ResourceState:
    """Return the resource that *document* describes, each secret in it unknown: that takes no passphrase."""
    return _resource(document, lambda value, _key: _sealed(value))


def _sealed(value: Any) -> Any:
    if isinstance(value, dict):
        if value.get(SIGNATURE_KEY) == SECRET_SIGNATURE:
            return UNKNOWN
        return {name: _sealed(item) for name, item in value.items()}
    return [_sealed(item) for item in value] if isinstance(value, list) else value


def _resource(document: Json, opened: Callable[[Any, str], Any]) -> ResourceState:
    values = {attribute: document[key] for key, attribute, _ in _FIELDS if key in document}
    for key in _PROPERTIES:
        if key in values:
            values[key] = opened(values[key], key)
    extra = {key: value for key, value in document.items() if key not in _KNOWN}
    return ResourceState(**values, extra=extra)


def check_resource(resource: Any, where: str) -> None:
    """Raise `StateError`, naming the resource or *where* it stands, unless its fields are of the right types."""
    if not isinstance(resource, dict):
        raise StateError(f"{where} is not an object")
    name = resource.get("urn", where)
    for key in _REQUIRED:
        if key not in resource:
            raise StateError(f"{name}: has no `{key}`")
    for key, value in resource.items():
        kind = _KNOWN.get(key)
        if kind and not isinstance(value, kind):
            raise StateError(f"{name}: `{key}` is {value!r:.40}, expected {KIND_NAMES[kind]}")
        if kind is list and not _is_texts(value):
            raise StateError(f"{name}: `{key}` holds something else than text")
    if not all(map(_is_texts, resource.get("propertyDependencies", {}).values())):
        raise StateError(f"{name}: `propertyDependencies` holds something else than lists of text")
    if not resource["urn"].startswith("urn:pulumi:") or resource["urn"].count("::") < 3:
        raise StateError(f"{where}: {resource['urn']!r} is not a URN")


def check_operation(operation: Any) -> None:
    """Raise `StateError` unless *operation* is a pending operation."""
    if not isinstance(operation, dict) or operation.get("type") not in get_args(OperationType):
        raise StateError(f"pending operation {operation!r:.80} is of no known type")
    check_resource(operation.get("resource"), "pending operation")


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
