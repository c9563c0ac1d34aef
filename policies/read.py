"""Reading properties that may be missing, partly known or of an unexpected type."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

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


def items(props: Any, path: str) -> Sequence[Any]:
    """Return the list that *props* holds at the dotted *path*; a single value stands for a list of one.

    Raises:
        UnknownValueError: a part of the path is not known yet. An unknown element raises when it is read.
    """
    found = value(props, path, ())
    if isinstance(found, str | Mapping) or not isinstance(found, Sequence):
        return (found,)
    return found


def numbered(blocks: Iterable[Any], name: str) -> Iterable[tuple[str, Any]]:
    """Yield each of *blocks* with the label that a message calls it by, such as `rules[0]`."""
    for index, block in enumerate(blocks):
        yield f"{name}[{index}]", block


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
