"""What a generated SDK knows of its package's types and data sources: members, and what only the provider can tell.

Every such SDK registers its modules, with the class of each type, when it is imported (pulumi/pulumi,
`pkg/codegen/python/gen.go`, `_utilities.register`); the class's properties carry the names on the wire and their types.
"""

import enum
import importlib
import inspect
import typing
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import UnionType
from typing import Any, Final, get_args, get_origin

import pulumi
from pulumi._types import input_type_py_to_pulumi_names, is_output_type
from pulumi.runtime import rpc

SEVERAL: Final = 3
"""How many elements stand in for a list of unknown length: as many as programs take zones or subnets of by number."""


def package_of(token: str) -> str:
    """Return the package of a type or a data source."""
    return token.split(":", 1)[0]


@cache
def resource_class(token: str) -> type | None:
    """Return the class of the type *token*, or None when its SDK isn't installed or has no such type."""
    for module in _modules(package_of(token)):
        if name := module["classes"].get(token):
            return getattr(importlib.import_module(module["fqn"]), name, None)
    return None


@cache
def result_class(token: str) -> type | None:
    """Return the class of what the data source *token* answers, or None when no SDK at hand has it."""
    package, module, name = token.split(":")
    room = module.split("/")[0]
    folders = {each["fqn"] for each in _modules(package) if each["mod"].split("/")[0] == room}
    for folder in sorted(folders):
        found = getattr(importlib.import_module(folder), f"{name[0].upper()}{name[1:]}Result", None)
        if found:
            return found
    return None


@cache
def arguments_class(token: str) -> type | None:
    """Return the class that holds the inputs of the type *token*."""
    resource = resource_class(token)
    if resource is None:
        return None
    module = importlib.import_module(resource.__module__)
    return next((getattr(module, name) for name in module.__all__ if name.endswith("Args")), None)


@cache
def input_names(token: str) -> frozenset[str]:
    """Return the names of the inputs of the type *token*, as on the wire; none where its SDK isn't at hand."""
    arguments = arguments_class(token)
    return frozenset(input_type_py_to_pulumi_names(arguments).values() if arguments else ())


@cache
def required(token: str) -> frozenset[str]:
    """Return the Python names of the inputs that the type *token* must be given."""
    arguments = arguments_class(token)
    parameters = inspect.signature(arguments).parameters.values() if arguments else ()
    return frozenset(each.name for each in parameters if each.default is each.empty)


def members(holder: type) -> Mapping[str, Any]:
    """Return the types of *holder*'s properties by their names on the wire; `Optional` where they may be absent."""
    return dict(_members(holder))


def is_optional(kind: Any) -> bool:
    """Return whether a property of type *kind* may be absent."""
    return type(None) in get_args(kind)


def stand_in(kind: Any, text: str, several: int = 1, within: tuple[type, ...] = ()) -> Any:
    """Return a value of type *kind*, made of *text* where that is text; lists have *several* elements.

    *within* are the classes that it is part of, which it doesn't hold again.
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (typing.Union, UnionType):
        return stand_in(next(each for each in arguments if each is not type(None)), text, several, within)
    if origin is typing.Annotated:
        return stand_in(arguments[0], text, several, within)
    if origin is not None and issubclass(origin, Mapping):
        return {}
    if origin is not None and issubclass(origin, Sequence):
        return [stand_in(arguments[0], text, several, within) for _ in range(several)]
    if kind in (bool, int, float):
        return kind()
    if inspect.isclass(kind) and is_output_type(kind):
        inner = () if kind in within else _members(kind)
        return {name: stand_in(each, text, several, (*within, kind)) for name, each in inner}
    if inspect.isclass(kind) and issubclass(kind, enum.Enum):
        return next(iter(kind)).value
    return text


def _members(holder: type) -> Iterator[tuple[str, Any]]:
    for each in vars(holder).values():
        if isinstance(each, property) and each.fget:
            kind = typing.get_type_hints(each.fget).get("return", Any)
            if inspect.isclass(get_origin(kind)) and issubclass(get_origin(kind), pulumi.Output):
                kind = get_args(kind)[0]
            yield getattr(each.fget, "_pulumi_name", each.fget.__name__), kind


@cache
def _modules(package: str) -> Sequence[Mapping[str, Any]]:
    """Return what the SDK of *package* has registered; nothing where it isn't installed, or isn't generated."""
    try:
        importlib.import_module(_python_package(package))
    except ImportError:
        return ()
    registered = (found for key, found in rpc._RESOURCE_MODULES.items() if key.startswith(f"{package}:"))
    return [info for found in registered for each in found if (info := getattr(each, "mod_info", None))]


def _python_package(package: str) -> str:
    return f"pulumi_{package.replace('-', '_')}"
