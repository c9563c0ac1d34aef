"""What the engine does with property values: keeping secrets secret, saying what differs."""

import contextlib
import json
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


def conceal_outputs(
    outputs: Properties, inputs: Properties, extra: Collection[str] = (), provider: Properties | None = None
) -> Properties:
    """Return *outputs* with `Secret` where *inputs* have one, around *extra*, and around what repeats a secret text.

    A provider repeats what it is given under other names (`tagsAll`), and its own inputs too (default tags).
    """
    concealed = conceal(outputs, inputs, extra)
    texts = {text for source in (inputs, provider or {}) for text in _secret_texts(source)}
    return _hidden(concealed, texts) if texts else concealed


def _secret_texts(value: Any, *, secret: bool = False) -> Iterator[str]:
    if isinstance(value, Secret):
        yield from _secret_texts(value.value, secret=True)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _secret_texts(item, secret=secret)
    elif isinstance(value, list):
        for item in value:
            yield from _secret_texts(item, secret=secret)
    elif secret and isinstance(value, str) and value:
        yield value
        if value.startswith(("{", "[")):  # a provider's inputs are texts; structured ones are JSON
            with contextlib.suppress(ValueError):
                yield from _secret_texts(json.loads(value), secret=True)


def _hidden(value: Any, texts: Collection[str]) -> Any:
    if isinstance(value, dict):
        return {key: _hidden(item, texts) for key, item in value.items()}
    if isinstance(value, list):
        return [_hidden(item, texts) for item in value]
    return Secret(value) if isinstance(value, str) and value in texts else value


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
