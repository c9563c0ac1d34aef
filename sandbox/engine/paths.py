"""Property paths of resource options, such as `tags`, `rules[0].name`, `rules[*].name` and `tags["a.b"]`.

What they mean is the stock engine's (pulumi/pulumi, `sdk/go/common/resource/properties_path.go`).
"""

import contextlib
import copy
from collections.abc import Iterable, Sequence
from typing import Any

from sandbox.values import Path, Properties, Secret, reveal

_MISSING: Any = object()


class PathError(ValueError):
    """A text is no property path; the message says why."""


def parse(path: str) -> Path:
    """Return the parts of *path*; `*` stands for any key or position. Raises `PathError`."""
    if path.startswith("."):
        raise PathError(f"{path!r}: a path starts with a name or an index")
    parts: list[str | int] = []
    rest = path
    while rest:
        if rest.startswith("["):
            part, rest = _bracketed(rest, path)
            parts.append(part)
            continue
        rest = rest.removeprefix(".")
        if not rest:
            raise PathError(f"{path!r}: a path ends with a name or an index")
        end = min((at for at in (rest.find("."), rest.find("[")) if at >= 0), default=len(rest))
        if end:
            parts.append(rest[:end])
        rest = rest[end:]
    return tuple(parts)


def parsed(texts: Iterable[str]) -> list[Path]:
    """Return those of *texts* that are property paths."""
    found = []
    for text in texts:
        with contextlib.suppress(PathError):
            found.append(parse(text))
    return found


def _bracketed(rest: str, path: str) -> tuple[str | int, str]:
    if not rest.startswith('["'):
        index, closed, after = rest[1:].partition("]")
        if not closed:
            raise PathError(f"{path!r}: missing closing bracket")
        if index == "*":
            return index, after
        if not index.removeprefix("-").isdecimal():
            raise PathError(f"{path!r}: {index!r} is no index; quote a key")
        return int(index), after
    key = ""
    at = 2
    while at < len(rest) and rest[at] != '"':
        at += rest.startswith('\\"', at)
        key += rest[at]
        at += 1
    if not rest.startswith('"]', at):
        raise PathError(f"{path!r}: missing closing quote and bracket")
    return key, rest[at + 2 :]


def contains(path: Path, other: Path) -> bool:
    """Return whether *other* is at *path* or below it."""
    return len(path) <= len(other) and all(part in ("*", item) for part, item in zip(path, other, strict=False))


def reset(news: Properties, olds: Properties, paths: Sequence[Path]) -> tuple[Properties, list[Path]]:
    """Return *news* with the old value at each of *paths*, and those of them that reach into what came or went.

    Positions of lists are neither added nor taken away.
    """
    result = copy.deepcopy(news)
    unreachable = [path for path in paths if not _reset(olds, result, path, concealed=False)]
    return _flat(result), unreachable


def _reset(old: Any, new: Any, path: Path, *, concealed: bool) -> bool:
    """Reset *new* in place. *concealed* says that the old values here are secret and the new ones not."""
    concealed = (concealed or isinstance(old, Secret)) and not isinstance(new, Secret)
    old = old.value if isinstance(old, Secret) else old
    new = new.value if isinstance(new, Secret) else new
    part, rest = path[0], path[1:]
    if isinstance(part, int):
        return _reset_position(old, new, part, rest, concealed)
    if part == "*":
        return _reset_all(old, new, rest, concealed)
    return _reset_key(old, new, part, rest, concealed)


def _reset_position(old: Any, new: Any, position: int, rest: Path, concealed: bool) -> bool:
    lists = [item for item in (old, new) if isinstance(item, list)]
    if position < 0 or len(lists) == 1:
        return False
    if not lists:
        return True
    reached = [position < len(item) for item in lists]
    if not rest:
        if all(reached):
            new[position] = _as_secret(old[position], concealed)
        return len(set(reached)) == 1
    return all(reached) and _reset(old[position], new[position], rest, concealed=concealed)


def _reset_all(old: Any, new: Any, rest: Path, concealed: bool) -> bool:
    if isinstance(old, dict) and isinstance(new, dict):
        if rest:
            return all(key in new and _reset(old[key], new[key], rest, concealed=concealed) for key in old)
        new.clear()
        new.update({key: _as_secret(item, concealed) for key, item in old.items()})
        return True
    if isinstance(old, list) and isinstance(new, list):
        done = True
        for position in range(min(len(old), len(new))):
            if rest:
                done = done and _reset(old[position], new[position], rest, concealed=concealed)
            else:
                new[position] = _as_secret(old[position], concealed)
        return done and len(old) == len(new)
    return not rest and isinstance(new, dict | list)


def _reset_key(old: Any, new: Any, key: str, rest: Path, concealed: bool) -> bool:
    before = old.get(key, _MISSING) if isinstance(old, dict) else _MISSING
    if not rest:
        if before is _MISSING:
            if isinstance(new, dict):
                new.pop(key, None)
            return True
        if not isinstance(new, dict):
            return False
        new[key] = _as_secret(before, concealed)
        return True
    if not isinstance(old, dict) or not isinstance(new, dict):
        return not isinstance(old, dict) and not isinstance(new, dict)
    after = new.get(key, _MISSING)
    if after is _MISSING:
        return before is _MISSING
    return _reset(before, after, rest, concealed=concealed)


def _as_secret(value: Any, concealed: bool) -> Any:
    return Secret(value) if concealed else copy.deepcopy(value)


def _flat(value: Any) -> Any:
    """Return *value* with no secret inside a secret."""
    if isinstance(value, Secret):
        return Secret(reveal(value.value))
    if isinstance(value, dict):
        return {key: _flat(item) for key, item in value.items()}
    return [_flat(item) for item in value] if isinstance(value, list) else value
