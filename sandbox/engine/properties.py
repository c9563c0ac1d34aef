"""What the engine does with property values: ignoring changes, keeping secrets secret, saying what differs."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sandbox.engine.events import PropertyChange
from sandbox.values import Properties, Secret, mask, reveal

_MISSING: Any = object()


def conceal(values: Any, like: Any, extra: Collection[str] = ()) -> Any:
    """Return *values* with `Secret` wherever *like* has one at the same place, and around the properties *extra*."""
    if isinstance(like, Secret):
        return Secret(reveal(values))
    if isinstance(values, dict):
        pattern = like if isinstance(like, dict) else {}
        return {
            key: Secret(reveal(value)) if key in extra and value is not None else conceal(value, pattern.get(key))
            for key, value in values.items()
        }
    if isinstance(values, list) and isinstance(like, list) and len(values) == len(like):
        return [conceal(value, pattern) for value, pattern in zip(values, like, strict=True)]
    return values


def ignore_changes(news: Properties, olds: Properties, paths: Sequence[str]) -> Properties:
    """Return *news* with the old value at each of *paths* (`tags`, `rules[0].name`, `rules[*].name`)."""
    result = news
    for path in paths:
        result = _reset(result, olds, _parts(path))
    return result


def changes(
    olds: Properties, news: Properties, paths: Collection[str], replaces: Collection[str] = ()
) -> list[PropertyChange]:
    """Return what differs below the top-level *paths*, masked for showing."""
    found = []
    for path in sorted(paths):
        for where, old, new in _differences(path, olds.get(path, _MISSING), news.get(path, _MISSING)):
            found.append(
                PropertyChange(
                    path=where,
                    old=None if old is _MISSING else mask(old),
                    new=None if new is _MISSING else mask(new),
                    forces_replacement=path in replaces,
                )
            )
    return found


def matches(path: str, changed: Collection[str]) -> bool:
    """Return whether a `replace_on_changes` *path* covers one of the *changed* top-level properties."""
    return bool(changed) and (path == "*" or str(_parts(path)[0]) in changed)


def _parts(path: str) -> list[str | int]:
    found = re.findall(r"\[\"([^\"]+)\"\]|\[(\d+)\]|\[(\*)\]|([^.\[\]]+)", path)
    return [int(index) if index else quoted or star or name for quoted, index, star, name in found]


def _reset(new: Any, old: Any, parts: Sequence[str | int]) -> Any:
    if not parts:
        return old
    part, rest = parts[0], parts[1:]
    if isinstance(new, Secret) or isinstance(old, Secret):
        return old
    if part == "*" and isinstance(new, list) and isinstance(old, list):
        return [_reset(item, old[i], rest) if i < len(old) else item for i, item in enumerate(new)]
    if part == "*" and isinstance(new, dict) and isinstance(old, dict):
        return {key: _reset(item, old[key], rest) if key in old else item for key, item in new.items()}
    if isinstance(part, int) and isinstance(new, list) and isinstance(old, list):
        return [_reset(item, old[i], rest) if i == part and i < len(old) else item for i, item in enumerate(new)]
    if isinstance(part, str) and isinstance(new, dict):
        before = old.get(part, _MISSING) if isinstance(old, dict) else _MISSING
        if before is _MISSING:
            return {key: item for key, item in new.items() if key != part} if not rest else new
        return {**new, part: _reset(new.get(part), before, rest)}
    return new


def _differences(path: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*old, *new]):
            yield from _differences(f"{path}.{key}", old.get(key, _MISSING), new.get(key, _MISSING))
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            before = old[index] if index < len(old) else _MISSING
            after = new[index] if index < len(new) else _MISSING
            yield from _differences(f"{path}[{index}]", before, after)
    elif old is _MISSING or new is _MISSING or type(old) is not type(new) or old != new:
        yield path, old, new
