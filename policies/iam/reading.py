"""Parts of a policy document as they come: JSON's abbreviations, and values that a preview doesn't know yet."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pulumi_policy.proxy import UnknownValueError

from policies.unknown import UNKNOWN, is_unknown


class NotAPolicy(ValueError):  # noqa: N818 - an answer, not a fault
    """Raised for what IAM would not take as a policy document; says why, without its values."""


def part(block: Mapping[str, Any], name: str) -> Any:
    """Return what *block* has under *name*: None for nothing, `UNKNOWN` for what isn't known yet."""
    try:
        return _known(block.get(name))
    except UnknownValueError:
        return UNKNOWN


def _known(given: Any) -> Any:
    return UNKNOWN if isinstance(given, str) and is_unknown(given) else given


def listed(given: Any) -> Iterator[Any]:
    """Yield the elements of the list *given*, or the single thing that stands for a list of one; nothing for None."""
    if given is None:
        return
    if isinstance(given, str | Mapping) or not isinstance(given, Sequence):
        yield _known(given)
        return
    for index in range(len(given)):
        try:
            yield _known(given[index])
        except UnknownValueError:
            yield UNKNOWN


def texts(given: Any, what: str) -> tuple[str, ...]:
    """Return the strings of *given*, numbers and booleans as JSON writes them.

    Raises:
        NotAPolicy: it holds something else; *what* is how the message calls it.
    """
    return tuple(_text(each, what) for each in listed(given))


def _text(given: Any, what: str) -> str:
    if isinstance(given, str):
        return given
    if isinstance(given, bool):
        return str(given).lower()
    if isinstance(given, int):
        return str(given)
    if isinstance(given, float):
        return f"{given:g}" if given != int(given) else str(int(given))
    raise NotAPolicy(f"{what} is neither a string nor a list of strings")


def block(given: Any, what: str) -> Mapping[str, Any]:
    """Return *given* as an object; nothing for None.

    Raises:
        NotAPolicy: it is something else.
    """
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise NotAPolicy(f"{what} is not an object")
    return given
