"""How steps and their changes read: one line a resource, one line a changed property, old => new."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from rich.text import Text

from sandbox.engine.events import Op, PropertyChange, Step

MARKS = {
    Op.SAME: ("  ", ""),
    Op.CREATE: ("+ ", "green"),
    Op.UPDATE: ("~ ", "yellow"),
    Op.REPLACE: ("+-", "magenta"),
    Op.DELETE: ("- ", "red"),
    Op.DELETE_REPLACED: ("--", "magenta"),
    Op.READ: ("> ", "cyan"),
    Op.REFRESH: ("~ ", "yellow"),
    Op.IMPORT: ("= ", "cyan"),
    Op.RETAIN: ("o ", "cyan"),
}
"""The stock engine's marks, and their colours on a terminal."""
VALUE_CHARACTERS = 72
"""Longest value that is shown whole."""


def short_type(token: str) -> str:
    """Return `aws:s3:Bucket` for `aws:s3/bucket:Bucket`, as the stock engine shows it."""
    package, _, rest = token.partition(":")
    module, _, name = rest.partition(":")
    first, _, last = module.partition("/")
    return ":".join((package, first if last[:1].lower() + last[1:] == name[:1].lower() + name[1:] else module, name))


def step_line(step: Step, depth: int = 0) -> Text:
    """Return the line of *step*: its mark, type and name, *depth* spaces in."""
    mark, style = MARKS[step.op]
    line = Text(f" {mark} {' ' * depth}{short_type(step.type)} ", style=style)
    return line.append(step.name, style=f"bold {style}".strip())


def lines(steps: Sequence[Step]) -> Iterable[Text]:
    """Return what a person reads of *steps*: what changes, property by property; what stays the same is left out.

    Names start with the name of what they belong to, so that sorting by name puts a component's parts under it.
    """
    for step in sorted(steps, key=lambda step: step.name):
        if step.op is Op.SAME:
            continue
        depth = 2 * step.urn.split("::")[2].count("$")
        yield step_line(step, depth)
        yield from (_change_line(change, depth) for change in _unfolded(step.changes))


def _change_line(change: PropertyChange, depth: int) -> Text:
    mark, style = ("+", "green") if change.old is None else ("-", "red") if change.new is None else ("~", "yellow")
    text = Text(f"{' ' * (depth + 6)}{mark} {change.path}: ", style=style)
    if change.old is None:
        text.append(_shown(change.new))
    elif change.new is None:
        text.append(_shown(change.old))
    else:
        text.append(f"{_shown(change.old)} => {_shown(change.new)}")
    return text.append("  (forces replacement)", style="magenta") if change.forces_replacement else text


def _unfolded(changes: Iterable[PropertyChange]) -> Iterable[PropertyChange]:
    """Show what differs inside JSON texts, such as policy documents, instead of the whole texts."""
    for change in changes:
        old, new = _parsed(change.old), _parsed(change.new)
        if old is None or new is None:
            yield change
            continue
        for path, before, after in _differences(change.path, old, new):
            yield PropertyChange(path=path, old=before, new=after, forces_replacement=change.forces_replacement)


def _parsed(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return None
    return None


def _differences(path: str, old: Any, new: Any) -> Iterable[tuple[str, Any, Any]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*old, *new]):
            yield from _differences(f"{path}.{key}", old.get(key), new.get(key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _differences(f"{path}[{index}]", before, after)
    elif old != new:
        yield path, old, new


def _shown(value: Any) -> str:
    if isinstance(value, str) and value in ("[secret]", "[unknown]"):
        return value
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= VALUE_CHARACTERS else f"{text[: VALUE_CHARACTERS - 1]}…"
