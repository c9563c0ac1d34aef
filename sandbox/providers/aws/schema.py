"""What the SDK knows of a type: its properties' own names, nested ones included.

Imports need the names (nothing else says what an existing resource could be given), and the tests hold every row
against them.
"""

import inspect
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Union, get_args, get_origin

from pulumi._types import input_type_py_to_pulumi_names, input_type_types, is_input_type

from sandbox.providers import sdk
from sandbox.providers.base import ProviderError

TRUE = frozenset({"true", "enabled", "on", "yes", "1"})
"""How AWS's APIs spell what holds, in lower case."""


@cache
def property_names(token: str) -> frozenset[str]:
    """Return the names of a type's inputs. Raises `ProviderError` when the SDK has no such type."""
    return frozenset(input_type_py_to_pulumi_names(_arguments(token)).values())


@cache
def output_names(token: str) -> frozenset[str]:
    """Return the names of a type's outputs, inputs among them."""
    resource = _resource(token)
    properties = (value.fget for value in vars(resource).values() if isinstance(value, property))
    return frozenset(getattr(getter, "_pulumi_name", getter.__name__) for getter in properties if getter)


@cache
def paths(token: str) -> frozenset[str]:
    """Return every property path of a type's inputs; lists and maps don't show in a path."""
    return frozenset(path for path, _ in _kinds(_arguments(token), "", ()))


@cache
def single(token: str) -> frozenset[str]:
    """Return the property paths that hold one block, not a list of blocks."""
    return frozenset(path for path, kind in _kinds(_arguments(token), "", ()) if not _is_list(kind))


@cache
def filled_in(token: str) -> frozenset[str]:
    """Return the inputs that may be left out and whose outputs always have a value, since AWS fills them in."""
    arguments = _arguments(token)
    names = input_type_py_to_pulumi_names(arguments)
    parameters = inspect.signature(arguments).parameters.values()
    required = {names[each.name] for each in parameters if each.default is each.empty}
    outputs = (value.fget for value in vars(_resource(token)).values() if isinstance(value, property))
    always = {
        getattr(getter, "_pulumi_name", getter.__name__)
        for getter in outputs
        if getter and "Optional" not in str(getter.__annotations__.get("return", ""))
    }
    return frozenset((always & property_names(token)) - required)


@cache
def _declared(token: str) -> Mapping[str, Any]:
    return dict(_kinds(_arguments(token), "", ()))


def as_declared(token: str, value: Any, path: str) -> Any:
    """Return *value* (an API's answer, at the property *path*) in the form that the SDK declares.

    One block where the SDK has no list of them, without what blocks of the SDK don't have, numbers and truths for text.
    """
    if isinstance(value, list) and path in single(token):
        value = value[0] if value else {}
    if isinstance(value, list):
        return [as_declared(token, item, path) for item in value]
    if isinstance(value, dict):
        known = {name for name in _declared(token) if name.startswith(f"{path}.")}
        return {
            name: as_declared(token, item, f"{path}.{name}")
            for name, item in value.items()
            if item is not None and (not known or f"{path}.{name}" in known)
        }
    if isinstance(value, str) and value:
        return _scalar(value, {inner for inner in _leaves(_declared(token).get(path)) if isinstance(inner, type)})
    return value


def _scalar(text: str, kinds: Collection[type]) -> Any:
    if bool in kinds:
        return text.lower() in TRUE
    if int in kinds and text.removeprefix("-").isdecimal():
        return int(text)
    return text


def _leaves(kind: Any) -> Iterator[Any]:
    inner = get_args(kind)
    if not inner:
        yield kind
    for each in inner:
        yield from _leaves(each)


def _is_list(kind: Any) -> bool:
    origin = get_origin(kind)
    return origin is Sequence or (origin is Union and any(map(_is_list, get_args(kind))))


def _kinds(arguments: type, prefix: str, within: tuple[type, ...]) -> Iterator[tuple[str, Any]]:
    kinds: Mapping[str, Any] = input_type_types(arguments)
    for name in input_type_py_to_pulumi_names(arguments).values():
        yield prefix + name, kinds[name]
        for block in _blocks(kinds[name]):
            if block not in within:
                yield from _kinds(block, f"{prefix}{name}.", (*within, arguments))


def _blocks(kind: Any) -> Iterator[type]:
    if inspect.isclass(kind) and is_input_type(kind):
        yield kind
    for inner in get_args(kind):
        yield from _blocks(inner)


def _resource(token: str) -> type:
    return _found(token, sdk.resource_class(token))


def _arguments(token: str) -> type:
    return _found(token, sdk.arguments_class(token))


def _found(token: str, held: type | None) -> type:
    if held is None:
        raise ProviderError(f"{token}: the installed pulumi_aws has no such type")
    return held
