"""Reading properties that may be missing, partly known or of an unexpected type."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pulumi_policy.proxy import UnknownValueError

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


def tag(props: Any, name: str) -> Any:
    """Return the value of a resource's tag: its own, else its provider's (`defaultTags`), which `tagsAll` has.

    Raises:
        UnknownValueError: it is not known yet.
    """
    own = value(props.get("tags") or {}, name)
    return value(props.get("tagsAll") or {}, name) if own is None else own


def items(props: Any, path: str) -> Sequence[Any]:
    """Return the list that *props* holds at the dotted *path*; a single value stands for a list of one.

    Raises:
        UnknownValueError: a part of the path is not known yet. An unknown element raises when it is read, and those who
            go through all of them come to it last: what the others decide is decided before.
    """
    found = value(props, path, ())
    if type(found) is list:
        return found
    if isinstance(found, str | Mapping) or not isinstance(found, Sequence):
        return (found,)
    return _KnownFirst(len(found), found.__getitem__)


def numbered(blocks: Sequence[Any], name: str) -> Sequence[tuple[str, Any]]:
    """Return each of *blocks* with the label that a message calls it by, such as `rules[0]`."""
    return _KnownFirst(len(blocks), lambda index: (f"{name}[{index}]", blocks[index]))


def together(*lists: Sequence[Any]) -> Sequence[Any]:
    """Return the elements of several *lists*, none of which is read yet."""
    places = [(found, index) for found in lists for index in range(len(found))]
    return _KnownFirst(len(places), lambda index: places[index][0][places[index][1]])


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


def parameter(props: Any, name: str) -> Any:
    """Return the `value` of the block called *name* among the `parameters` of *props*, the last where it is repeated.

    Raises:
        UnknownValueError: a name or the value is not known yet.
    """
    named = [value(each, "value") for each in items(props, "parameters") if value(each, "name") == name]
    return named[-1] if named else None


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
