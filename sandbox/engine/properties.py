"""What the engine does with property values: keeping secrets secret, saying what differs."""

from collections.abc import Collection, Iterator
from typing import Any

from sandbox.engine.events import PropertyChange
from sandbox.engine.paths import contains
from sandbox.values import Path, Properties, Secret, mask, reveal

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


def changes(
    olds: Properties, news: Properties, paths: Collection[str], replaces: Collection[str] = ()
) -> list[PropertyChange]:
    """Return what differs below the top-level *paths*, masked for showing."""
    found = []
    for path in sorted(paths):
        for where, old, new in _differences((path,), olds.get(path, _MISSING), news.get(path, _MISSING)):
            found.append(
                PropertyChange(
                    path=_shown(where),
                    old=None if old is _MISSING else mask(old),
                    new=None if new is _MISSING else mask(new),
                    forces_replacement=path in replaces,
                )
            )
    return found


def forcing(paths: Collection[Path], olds: Properties, news: Properties, changed: Collection[str]) -> list[str]:
    """Return which of the *changed* top-level properties differ at one of *paths*, or below it."""
    return [
        name
        for name in changed
        if any(
            contains(path, where)
            for where, _, _ in _differences((name,), olds.get(name, _MISSING), news.get(name, _MISSING))
            for path in paths
        )
        or (olds.get(name, _MISSING) == news.get(name, _MISSING) and any(contains(path, (name,)) for path in paths))
    ]


def _differences(path: Path, old: Any, new: Any) -> Iterator[tuple[Path, Any, Any]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*old, *new]):
            yield from _differences((*path, key), old.get(key, _MISSING), new.get(key, _MISSING))
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            before = old[index] if index < len(old) else _MISSING
            after = new[index] if index < len(new) else _MISSING
            yield from _differences((*path, index), before, after)
    elif old is _MISSING or new is _MISSING or type(old) is not type(new) or old != new:
        yield path, old, new


def _shown(path: Path) -> str:
    first, *rest = path
    return f"{first}{''.join(f'[{part}]' if isinstance(part, int) else f'.{part}' for part in rest)}"
