"""botocore's service models: operations and the shapes of what they take and answer."""

import json
import os
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from botocore import xform_name
from botocore.loaders import JSONFileLoader, Loader
from botocore.model import ListShape, MapShape, OperationModel, ServiceModel, Shape, StructureShape


class _LeanFiles(JSONFileLoader):
    """Reads models without their documentation, a third of their memory, which nobody here shows."""

    def _load_file(self, full_path: str, open_method: Callable[..., Any]) -> Any:
        if not os.path.isfile(full_path):
            return None
        with open_method(full_path, "rb") as file:
            return json.loads(file.read(), object_hook=_without_documentation)


def _without_documentation(found: dict[str, Any]) -> dict[str, Any]:
    if isinstance(found.get("documentation"), str):
        found["documentation"] = ""
    return found


LOADER: Any = Loader(
    file_loader=_LeanFiles(), extra_search_paths=[Loader.BUILTIN_DATA_PATH], include_default_search_paths=False
)
"""botocore's own models; those in the home folder (`~/.aws/models`) are left out."""
_LOCK = threading.RLock()


@cache
def service(name: str) -> ServiceModel:
    """Return the model of the service that boto3 calls *name*. Raises `botocore.exceptions.UnknownServiceError`."""
    with _LOCK:
        return ServiceModel(LOADER.load_service_model(name, "service-2"), name)


@cache
def _operations(service_name: str) -> dict[str, str]:
    names: Any = service(service_name).operation_names
    return {xform_name(name): name for name in names}


def operation_name(service_name: str, operation: str) -> str:
    """Return AWS's spelling of boto3's *operation*. Raises `KeyError`."""
    return _operations(service_name)[operation]


@cache
def operation(service_name: str, name: str) -> OperationModel:
    """Return the model of the operation boto3 calls *name*. Raises `KeyError`."""
    with _LOCK:
        return service(service_name).operation_model(operation_name(service_name, name))


@cache
def members(shape: Shape) -> dict[str, Shape]:
    """Return the members of a structure."""
    with _LOCK:
        found: Any = shape.members if isinstance(shape, StructureShape) else {}
        return dict(found)


def request(service_name: str, name: str) -> Shape:
    """Return the shape of what an operation takes."""
    found: Any = operation(service_name, name).input_shape
    return found or _nothing()


def response(service_name: str, name: str) -> Shape:
    """Return the shape of what an operation answers."""
    found: Any = operation(service_name, name).output_shape
    return found or _nothing()


@cache
def _nothing() -> StructureShape:
    return StructureShape("Nothing", {"type": "structure", "members": {}})


def element(shape: Shape | None) -> Shape | None:
    """Return the shape of a list's elements, or *shape* itself."""
    found: Any = shape.member if isinstance(shape, ListShape) else shape
    return found


def value(shape: MapShape) -> Shape:
    """Return the shape of a map's values."""
    found: Any = shape.value
    return found


def walk(shape: Shape | None, steps: Sequence[str]) -> Shape | None:
    """Return the shape at the end of *steps*, lists being passed through, or None when there is no such member."""
    for step in steps:
        shape = element(shape)
        if isinstance(shape, MapShape):
            shape = value(shape) if _known_key(shape.key, step) else None
        elif shape is not None:
            shape = members(shape).get(step)
        if shape is None:
            return None
    return shape


def _known_key(key: Any, step: str) -> bool:
    return not key.enum or step in key.enum


def match(names: Iterable[str], name: str) -> str | None:
    """Return the one of *names* that is *name* but for case, or else but for the plural."""
    folded = {one.lower(): one for one in names}
    wanted = name.lower()
    return next((folded[spelling] for spelling in _spellings(wanted) if spelling in folded), None)


def _spellings(name: str) -> Iterable[str]:
    yield name
    yield name + "s"
    for end, other in (("s", ""), ("ies", "y"), ("y", "ies")):
        if name.endswith(end):
            yield name.removesuffix(end) + other


@cache
def member(shape: Shape, name: str) -> str | None:
    """Return the member of a structure that the property *name* means, or None."""
    return match(members(shape), name)


@cache
def pair(shape: Shape | None) -> tuple[str, str] | None:
    """Return the names of key and value when *shape* is a structure of just these two."""
    if not isinstance(shape, StructureShape):
        return None
    return pair_names(members(shape))


def pair_names(names: Iterable[str]) -> tuple[str, str] | None:
    """Return which of *names* are key and value when they are just these two."""
    folded = {name.lower(): name for name in names}
    for key, value in (("key", "value"), ("name", "value"), ("tagkey", "tagvalue")):
        if folded.keys() == {key, value}:
            return folded[key], folded[value]
    return None
