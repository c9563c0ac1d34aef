"""Whether a manifest has its kind's form: fields and their types, and the syntax of names, labels and annotations.

Built-in kinds come from kubernetes-validate's strict schemas (unknown fields are errors); custom kinds from the tables
listed in `CUSTOM_KINDS`. What an API server knows beyond its schemas is not judged: ranges, quantities and named values
of built-in kinds, fields that must agree with each other, admission, quotas.
"""

import functools
import json
import re
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sandbox.providers.base import ProviderError
from sandbox.providers.kubernetes import aws_load_balancer, istio_networking, istio_security
from sandbox.providers.kubernetes.json_schema import STRING, Schema, record

if TYPE_CHECKING:
    from jsonschema.protocols import Validator
    from referencing import Registry

CUSTOM_KINDS: Final[Mapping[str, Schema]] = {
    **aws_load_balancer.KINDS,
    **istio_networking.KINDS,
    **istio_security.KINDS,
}
"""`<apiVersion>:<kind>` to the schema of `spec`; a new custom kind is one more entry in a table."""

_OBJECT_META: Final = (
    "https://kubernetes.io/api/_definitions.json#/$defs/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
)
_SUBDOMAIN: Final = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_LABEL_FROM_LETTER: Final = re.compile(r"[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
_NAMES: Final[Mapping[str, re.Pattern[str]]] = {"Namespace": _LABEL, "Service": _LABEL_FROM_LETTER}
"""Kinds whose name is a DNS label; others take a DNS subdomain (Kubernetes, "Object Names and IDs")."""
_VALUE: Final = re.compile(r"([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?")
"""Of a label, and of a key's part after the slash (Kubernetes, "Labels and Selectors")."""


def known(key: str, version: str) -> bool:
    """Return whether the kind *key* has a schema at the Kubernetes minor *version*."""
    try:
        _validator(key, version)
    except ProviderError:
        return False
    return True


def validate(manifest: Mapping[str, Any], version: str) -> None:
    """Judge *manifest* as an API server of the Kubernetes minor *version* would.

    Raises:
        ProviderError: one line for the field that is wrong, with its path.
    """
    from jsonschema.exceptions import best_match

    validator = _validator(f"{manifest['apiVersion']}:{manifest['kind']}", version)
    if fault := best_match(validator.iter_errors(dict(manifest))):
        raise ProviderError(f"{_path(fault.absolute_path)}: {fault.message} (Kubernetes {version})")
    for fault in _metadata_faults(manifest):
        raise ProviderError(fault)


@functools.cache
def _validator(key: str, version: str) -> "Validator":
    from jsonschema import Draft202012Validator  # here, since most commands judge no manifest and it is slow to load

    if key in CUSTOM_KINDS:
        schema = record(
            {"apiVersion": STRING, "kind": STRING, "metadata": {"$ref": _OBJECT_META}, "spec": CUSTOM_KINDS[key]},
            ["apiVersion", "kind", "metadata", "spec"],
        )
    else:
        api_version, kind = key.split(":")
        group = re.sub(r"^([^./]*)(?:\.[^/]*)?/", r"\1-", api_version)
        schema = _schema_file(version, f"{kind.lower()}-{group}.json")
    return Draft202012Validator(schema, registry=_registry(version))


@functools.cache
def _registry(version: str) -> "Registry[Any]":
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    definitions = DRAFT202012.create_resource(_schema_file(version, "_definitions.json"))
    return definitions @ Registry()


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


def _metadata_faults(manifest: Mapping[str, Any]) -> Iterator[str]:
    metadata = manifest.get("metadata", {})
    loose = manifest["apiVersion"].startswith("rbac.authorization.k8s.io/")
    for field, syntax in (("name", _NAMES.get(manifest["kind"], _SUBDOMAIN)), ("namespace", _LABEL)):
        value = metadata.get(field)
        if value is None or (loose and field == "name" and not set("/%") & set(value)):
            continue
        if not syntax.fullmatch(value):
            first = " from a letter on" if syntax is _LABEL_FROM_LETTER else ""
            most = "253 characters" if syntax is _SUBDOMAIN else "63 characters without dots"
            yield f"metadata.{field}: {value!r} is not a DNS name{first} of at most {most}"
    for field in ("labels", "annotations"):
        for key in metadata.get(field, {}):
            prefix, slash, name = (key.lower() if field == "annotations" else key).rpartition("/")
            if not name or not _VALUE.fullmatch(name) or (slash and not _SUBDOMAIN.fullmatch(prefix)):
                yield f"metadata.{field}: {key!r} is not a key (63 letters, digits, hyphens, after a domain and `/`)"
    for key, value in metadata.get("labels", {}).items():
        if not _VALUE.fullmatch(value):
            yield f"metadata.labels: {key!r}: {value!r} is not a label (63 letters, digits, hyphens, underscores, dots)"


def _path(parts: Any) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts).lstrip(".") or "manifest"
