"""Property values as the engine holds them: plain Python, with `UNKNOWN` and `Secret` where they are needed.

`UNKNOWN` is what a preview cannot know yet; `Secret` wraps what must not show.
Plain means `None`, `bool`, `int`, `float`, `str`, `list`, `dict` with the wire's camelCase names, and the dictionaries
by which Pulumi marks assets, archives and resource references.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final


class _Unknown:
    """A value that only the deployment will know. There is one; compare with `is`."""

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __deepcopy__(self, _memo: object) -> "_Unknown":
        return self

    def __copy__(self) -> "_Unknown":
        return self


UNKNOWN: Final = _Unknown()

Properties = dict[str, Any]
Path = tuple[str | int, ...]
"""Where a value is: keys and list positions."""


@dataclass(frozen=True)
class Secret:
    """A value that never shows in clear outside memory. Its own value holds no further `Secret`."""

    value: Any

    def __repr__(self) -> str:
        return "[secret]"


def reveal(value: Any) -> Any:
    """Return *value* with every secret unwrapped."""
    if isinstance(value, Secret):
        return reveal(value.value)
    if isinstance(value, dict):
        return {key: reveal(item) for key, item in value.items()}
    if isinstance(value, list):
        return [reveal(item) for item in value]
    return value


def mask(value: Any) -> Any:
    """Return *value* as a person may see it: secrets and unknown values as words in brackets."""
    if isinstance(value, Secret):
        return "[secret]"
    if value is UNKNOWN:
        return "[unknown]"
    if isinstance(value, Mapping):
        return {key: mask(item) for key, item in value.items()}
    if isinstance(value, list):
        return [mask(item) for item in value]
    return value


def contains(value: Any, wanted: Callable[[Any], bool]) -> bool:
    """Return whether *wanted* holds for *value* or anything inside it, secrets included."""
    if wanted(value):
        return True
    if isinstance(value, Secret):
        return contains(value.value, wanted)
    if isinstance(value, dict):
        return any(contains(item, wanted) for item in value.values())
    if isinstance(value, list):
        return any(contains(item, wanted) for item in value)
    return False


def secret_paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of each secret in *value*."""
    if isinstance(value, Secret):
        yield path
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from secret_paths(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from secret_paths(item, (*path, index))


def has_unknown(value: Any) -> bool:
    """Return whether anything in *value* is unknown."""
    return contains(value, lambda item: item is UNKNOWN)


def has_secret(value: Any) -> bool:
    """Return whether anything in *value* is secret."""
    return contains(value, lambda item: isinstance(item, Secret))
