"""Whether an API server would take a manifest: first its kind's form, then what is asked of its values.

The form of built-in kinds comes from kubernetes-validate's strict schemas (unknown fields are errors), what is asked of
values from the tables in `values`; custom kinds have both in the tables listed in `CUSTOM_KINDS`. What depends on a
cluster is not judged: admission, quotas, what exists already.
"""

import functools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sandbox.providers.base import ProviderError
from sandbox.providers.kubernetes import (
    argo_rollouts,
    aws_load_balancer,
    cert_manager,
    chaos_mesh,
    istio_filters,
    istio_networking,
    istio_security,
    istio_services,
    istio_telemetry,
    k6_operator,
)
from sandbox.providers.kubernetes.json_schema import STRING, Schema, record
from sandbox.providers.kubernetes.values import BY_DEFINITION, OF_FORM, OF_PARTS, Check, metadata_of

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator
    from referencing import Registry

CUSTOM_KINDS: Final[Mapping[str, Schema]] = {
    **argo_rollouts.KINDS,
    **aws_load_balancer.KINDS,
    **chaos_mesh.KINDS,
    **cert_manager.KINDS,
    **istio_filters.KINDS,
    **istio_networking.KINDS,
    **istio_security.KINDS,
    **istio_services.KINDS,
    **istio_telemetry.KINDS,
    **k6_operator.KINDS,
}
"""`<apiVersion>:<kind>` to the schema of `spec`; a new custom kind is one more entry in a table."""

_OBJECT_META: Final = (
    "https://kubernetes.io/api/_definitions.json#/$defs/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
)
_WAYS: Final = ("$ref", "additionalProperties", "allOf", "items", "properties", "propertyNames")
"""Keywords of JSON Schema by which the second look, at what fits what, reaches every value."""


def known(key: str, version: str) -> bool:
    """Return whether the kind *key* has a schema at the Kubernetes minor *version*."""
    try:
        _validators(key, version)
    except ProviderError:
        return False
    return True


def validate(manifest: Mapping[str, Any], version: str) -> None:
    """Judge *manifest* as an API server of the Kubernetes minor *version* would.

    Raises:
        ProviderError: one line for the field that is wrong, with its path.
    """
    from jsonschema.exceptions import best_match

    key = f"{manifest['apiVersion']}:{manifest['kind']}"
    judged = dict(manifest) if key in CUSTOM_KINDS else _without_nulls(manifest)
    for validator in _validators(key, version):
        if fault := best_match(validator.iter_errors(judged)):
            raise ProviderError(f"{_path(fault.absolute_path)}: {fault.message} (Kubernetes {version})")


def definitions(version: str) -> dict[str, Schema]:
    """Return the definitions that kinds share, by name, each with what is asked of its values in `allOf`."""
    return _definitions(version)["$defs"]


@functools.cache
def _validators(key: str, version: str) -> "tuple[Validator, Validator]":
    """Return what judges a manifest's form, and what then looks at whether its parts fit each other."""
    schema = _schema(key, version)
    form, parts = _languages()
    return form(schema, registry=_registry(version)), parts(schema, registry=_registry(version))


def _schema(key: str, version: str) -> Schema:
    api_version, kind = key.split(":")
    if key in CUSTOM_KINDS:
        schema = record(
            {"apiVersion": STRING, "kind": STRING, "metadata": {"$ref": _OBJECT_META}, "spec": CUSTOM_KINDS[key]},
            ["apiVersion", "kind", "metadata", "spec"],
        )
        return {**schema, "allOf": [metadata_of(kind)]}
    group = re.sub(r"^([^./]*)(?:\.[^/]*)?/", r"\1-", api_version)
    schema = _schema_file(version, f"{kind.lower()}-{group}.json")
    definition = f"io.k8s.api.{group.replace('-', '.') if '-' in group else f'core.{group}'}.{kind}"
    return {**schema, "allOf": [metadata_of(kind), BY_DEFINITION.get(definition, {})]}


@functools.cache
def _languages() -> "tuple[type[Validator], type[Validator]]":
    from jsonschema import Draft202012Validator  # here, since most commands judge no manifest and it is slow to load
    from jsonschema.validators import create, extend

    ways = {name: Draft202012Validator.VALIDATORS[name] for name in _WAYS}
    of_form, of_parts = ({name: _keyword(check) for name, check in checks.items()} for checks in (OF_FORM, OF_PARTS))
    return extend(Draft202012Validator, of_form), create(Draft202012Validator.META_SCHEMA, {**ways, **of_parts})


def _keyword(check: Check) -> Callable[..., "Iterator[ValidationError]"]:
    def judge(_validator: Any, wanted: Any, value: Any, _schema: Any) -> "Iterator[ValidationError]":
        from jsonschema import ValidationError

        for path, message in check(wanted, value):
            yield ValidationError(message, path=path)

    return judge


@functools.cache
def _registry(version: str) -> "Registry[Any]":
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    return DRAFT202012.create_resource(_definitions(version)) @ Registry()


@functools.cache
def _definitions(version: str) -> Schema:
    schemas = _schema_file(version, "_definitions.json")
    for name, asked in BY_DEFINITION.items():
        if name in schemas["$defs"]:
            schemas["$defs"][name]["allOf"] = [asked]
    return schemas


@functools.cache
def _schemas() -> Mapping[str, Path]:
    """Return kubernetes-validate's strict schemas by minor version, without loading the package."""
    package = find_spec("kubernetes_validate")
    if package is None or package.origin is None:
        raise ProviderError("kubernetes-validate is not installed: pip install kubernetes-validate")
    pattern = "kubernetes-json-schema/v*.0-local-strict"
    found = {
        re.sub(r"v(.*)\.0-local-strict", r"\1", folder.name): folder
        for folder in Path(package.origin).parent.glob(pattern)
    }
    return dict(sorted(found.items()))


def _schema_file(version: str, name: str) -> Any:
    folders = _schemas()
    if version not in folders:
        raise ProviderError(f"no schemas for Kubernetes {version}; kubernetes-validate has {', '.join(folders)}")
    try:
        return json.loads((folders[version] / name).read_text())
    except FileNotFoundError:
        kind = name.removesuffix(".json")
        raise ProviderError(
            f"{kind}: not a kind of Kubernetes {version}, nor one of {', '.join(sorted(CUSTOM_KINDS))}"
        ) from None


def _without_nulls(value: Any) -> Any:
    """Return *value* without fields that are null: of a built-in kind they are as good as not there."""
    if isinstance(value, Mapping):
        return {name: _without_nulls(one) for name, one in value.items() if one is not None}
    return [_without_nulls(one) for one in value] if isinstance(value, list) else value


def _path(parts: Any) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts).lstrip(".") or "manifest"
