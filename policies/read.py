"""Reading properties that may be missing, partly known or of an unexpected type."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from pulumi_policy.proxy import UnknownValueError

from policies.lists import decided

Passing = Callable[[UnknownValueError], None]
"""What takes note of a value that is not known yet."""
_SERVICE_KEY = re.compile(r"(arn:.*:)?alias/aws/.*")


def value(props: Any, path: str, default: Any = None) -> Any:
    """Return what *props* holds at the dotted *path*, or *default* where a part of it is missing or null.

    Raises:
        UnknownValueError: a part of the path is not known yet.
    """
    found = props
    for key in path.split("."):
        found = found.get(key) if type(found) is dict or isinstance(found, Mapping) else None
        if found is None:
            return default
    return found


def forget(_error: UnknownValueError) -> None:
    """Pass over a value of which something else is known."""


def known(props: Mapping[str, Any], prop: str) -> Any:
    """Return the value of *prop*, or None where it is missing or not known yet."""
    try:
        return props.get(prop)
    except UnknownValueError:
        return None


def tag(props: Any, name: str) -> Any:
    """Return the value of a resource's tag: its own, else its provider's (`defaultTags`), which `tagsAll` has.

    Raises:
        UnknownValueError: it is not known yet.
    """
    own = value(props.get("tags") or {}, name)
    return value(props.get("tagsAll") or {}, name) if own is None else own


def items(props: Any, path: str) -> Sequence[Any]:
    """Return the list that *props* holds at the dotted *path*; a single value stands for a list of one.

    What is not known yet raises `UnknownValueError` when it is asked for: the list, where a part of the path is not
    known, or an element. Those who go through all come to it last: what the others decide is decided before.
    """
    try:
        found = value(props, path, ())
    except UnknownValueError as error:
        return _Unknown(error)
    if type(found) is list:
        return found
    if isinstance(found, str | Mapping) or not isinstance(found, Sequence):
        return (found,)
    return _KnownFirst(len(found), found.__getitem__)


def numbered(blocks: Sequence[Any], name: str) -> Sequence[tuple[str, Any]]:
    """Return each of *blocks* with the label that a message calls it by, such as `rules[0]`."""
    if isinstance(blocks, _Unknown):
        return blocks
    return _KnownFirst(len(blocks), lambda index: (f"{name}[{index}]", blocks[index]))


def named(props: Any, *names: str) -> Sequence[tuple[str, Any]]:
    """Return each of the blocks *names* that *props* has, or may have, with its name; none of them is read yet."""
    given = [name for name in names if _is_given(props, name)]
    return _KnownFirst(len(given), lambda index: (given[index], props[given[index]]))


def _is_given(props: Any, name: str) -> bool:
    try:
        return props.get(name) is not None
    except UnknownValueError:
        return True


def together(*lists: Sequence[Any]) -> Sequence[Any]:
    """Return the elements of several *lists*, none of which is read yet."""
    places = [(found, index) for found in lists for index in range(1 if isinstance(found, _Unknown) else len(found))]
    return _KnownFirst(len(places), lambda index: places[index][0][places[index][1]])


class _Unknown(Sequence[Any]):
    """A list that is not known yet, not even how long it is."""

    def __init__(self, error: UnknownValueError) -> None:
        self._error = error

    def __len__(self) -> int:
        raise self._error

    def __getitem__(self, index: Any) -> Any:
        raise self._error


class _KnownFirst(Sequence[Any]):
    """A list of which some elements may not be known yet; going through it comes to these last."""

    __slots__ = ("_length", "_look")

    def __init__(self, length: int, look: Callable[[int], Any]) -> None:
        self._length, self._look = length, look

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: Any) -> Any:
        return self._look(index)

    def __iter__(self) -> Iterator[Any]:
        unknown = None
        for index in range(self._length):
            try:
                found = self._look(index)
            except UnknownValueError as error:
                unknown = unknown or error
            else:
                yield found
        if unknown:
            raise unknown


def parameter(props: Any, name: str, holds: Callable[[Any], Any]) -> bool:
    """Return whether *holds* is true of the `value` of the block called *name* among the `parameters` of *props*.

    That is the last where it is repeated, and None where there is none.

    Raises:
        UnknownValueError: it hangs on a value that is not known yet.
    """
    blocks = items(props, "parameters")
    latest = _KnownFirst(len(blocks), lambda index: blocks[len(blocks) - 1 - index])
    return decided(latest, lambda each: value(each, "name") == name, lambda each: holds(value(each, "value")))


def whole(props: Any, path: str) -> int | None:
    """Return the whole number that *props* holds at the dotted *path*, which may come as a float; None for no number.

    Raises:
        UnknownValueError: a part of the path is not known yet.
    """
    found = value(props, path)
    return int(found) if isinstance(found, int | float) else None


def at_least(found: Any, least: float) -> bool:
    """Return whether *found* is a number of *least* or more; anything else is not."""
    return isinstance(found, int | float) and not isinstance(found, bool) and found >= least


def customer_key(found: Any) -> bool:
    """Return whether *found* names a key of the customer's own.

    Aliases under `alias/aws/` are the keys that AWS services make for themselves (AWS KMS Developer Guide, "AWS managed
    keys"), whose policy the customer cannot set.
    """
    return isinstance(found, str) and bool(found) and not _SERVICE_KEY.fullmatch(found)


def texts(props: Any, key: Any, pass_over: Passing = forget) -> Iterable[str]:
    """Yield the strings that *props* holds under *key*, at any depth; what is not known yet goes to *pass_over*."""
    try:
        found = props[key]
    except KeyError:
        return
    except UnknownValueError as error:
        pass_over(error)
        return
    if isinstance(found, str):
        yield found
    elif isinstance(found, Mapping):
        for inner in found:
            yield from texts(found, inner, pass_over)
    elif isinstance(found, Sequence):
        for index in range(len(found)):
            yield from texts(found, index, pass_over)
