"""Properties that a preview knows in part: reading what is unknown raises, as it does in Pulumi's own analyzer.

`pulumi_policy.proxy.unknown_checking_proxy` copies a whole resource before the first read; this one wraps what is read.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pulumi_policy import proxy

UNKNOWN = proxy.UNKNOWN_STRING_VALUE
"""What stands for a value that is not known yet, whatever its type."""
_UNKNOWNS = frozenset(value for name, value in vars(proxy).items() if name.startswith("UNKNOWN_"))
_LENGTH = len(UNKNOWN)


class UnknownOfError(proxy.UnknownValueError):
    """A value of the resource with the URN *of* is not known yet."""

    def __init__(self, unknown: str, path: Sequence[str], of: str) -> None:
        super().__init__(unknown, list(path))
        self.of = of


def readable(props: Any, of: str = "") -> Any:
    """Return *props*, wrapped so that reading an unknown value raises `UnknownOfError` where there is one.

    *of* is the URN of the resource, where who reads wants to be told.
    """
    return _wrap(props, (), of) if _has_unknown(props) else props


def is_unknown(value: str) -> bool:
    """Return whether *value* stands for one that is not known yet, of whatever type."""
    return len(value) == _LENGTH and value in _UNKNOWNS


def _has_unknown(value: Any) -> bool:
    if isinstance(value, str):
        return is_unknown(value)
    if isinstance(value, dict):
        return any(map(_has_unknown, value.values()))
    if isinstance(value, list):
        return any(map(_has_unknown, value))
    return False


def _wrap(value: Any, path: tuple[str, ...], of: str) -> Any:
    if isinstance(value, str):
        if is_unknown(value):
            raise UnknownOfError(value, path, of)
        return value
    if isinstance(value, dict):
        return _Block(value, path, of)
    return _List(value, path, of) if isinstance(value, list) else value


class _Block(Mapping[str, Any]):
    __slots__ = ("_of", "_path", "_target")

    def __init__(self, target: Mapping[str, Any], path: tuple[str, ...], of: str) -> None:
        self._target, self._path, self._of = target, path, of

    def __getitem__(self, key: str) -> Any:
        return _wrap(self._target[key], (*self._path, key), self._of)

    def __iter__(self) -> Iterator[str]:
        return iter(self._target)

    def __len__(self) -> int:
        return len(self._target)


class _List(Sequence[Any]):
    __slots__ = ("_of", "_path", "_target")

    def __init__(self, target: Sequence[Any], path: tuple[str, ...], of: str) -> None:
        self._target, self._path, self._of = target, path, of

    def __getitem__(self, index: Any) -> Any:
        return _wrap(self._target[index], (*self._path, str(index)), self._of)

    def __len__(self) -> int:
        return len(self._target)
