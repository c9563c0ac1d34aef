"""Puts a comment together, the gravest first, within what GitHub takes."""

from collections.abc import Sequence

from ops.cost.prices import Prices
from ops.pull_request import changes, compliance, costs
from ops.pull_request.markdown import code, some
from ops.pull_request.recorded import Recorded
from ops.request import OperationError

LIMIT_CHARACTERS = 65_000
"""GitHub takes 65,536 a comment; the rest is left for the marker by which the comment is found again."""
MAX_ROWS = 20
_VERBS = ("create", "update", "replace", "delete")
_OPENING = "<details><summary>Every change, property by property</summary>\n\n```diff\n"
_CLOSING = "\n```\n\n</details>\n"


def comment(base: Recorded, head: Recorded, prices: Prices) -> str:
    """Return the Markdown of what *head* changes, next to *base*: previews of both on the base's state.

    Raises:
        OperationError: the two are of different stacks.
    """
    if base.stack != head.stack:
        raise OperationError(f"the base's document is of {base.stack}, the head's of {head.stack}; compare one stack")
    head = head.completed_by(base)
    sections = [_headline(head), _caveats(base, head), _faults(head)]
    if not head.faults:
        mended = [] if head.failures else [compliance.mended(base, head)]
        compared = (
            [compliance.broken(base, head), *mended, compliance.others(base, head)]
            if base.comparable
            else [compliance.violations(head)]
        )
        sections += [
            changes.lost(head),
            _failures(head),
            *compared,
            changes.gone(head),
            changes.regions(base, head),
            costs.section(base, head, prices) if head.judged else [],
            compliance.obligations(head),
            compliance.waivers(base, head),
        ]
    text = "\n\n".join("\n".join(section) for section in sections if section) + "\n"
    told = _cut(text)
    return told if head.faults else told + _everything(head, LIMIT_CHARACTERS - len(told))


def _headline(head: Recorded) -> list[str]:
    counts = ", ".join(f"{head.changes[verb]} to {verb}" for verb in _VERBS if head.changes.get(verb)) or "no changes"
    mandatory = sum(each.level == "mandatory" for each in head.violations)
    advisory = len(head.violations) - mandatory
    if head.faults:
        verdict = "❌ could not be previewed"
    elif head.failures:
        verdict = "❌ can't be done as it stands"
    elif mandatory:
        verdict = f"❌ stopped by {mandatory} mandatory violation{'s' * (mandatory != 1)}"
    else:
        verdict = "✅ every mandatory policy is met"
    same = head.changes.get("same", 0)
    return [
        f"### Preview of {head.stack}",
        "",
        *([] if head.faults else [f"**{counts}** · {same} stay the same", ""]),
        f"{verdict}{f', {advisory} advisory' if advisory else ''}",
    ]


def _caveats(base: Recorded, head: Recorded) -> list[str]:
    """Say what the comparison can't be relied on for."""
    if base.faults:
        return [f"The base could not be previewed ({code(base.faults[0])}), so nothing is called new or mended."]
    if base.failures:
        return [f"The base can't be done ({code(base.failures[0].message)}), so nothing is called new or mended."]
    if not base.judged:
        return ["The base's document doesn't say what was judged, so nothing is called new or mended."]
    undone = sum(base.changes.get(verb, 0) for verb in _VERBS)
    if undone:
        return [f"The base doesn't deploy by itself; {undone} changes below may be its own."]
    return [] if head.judged or head.faults else ["The head's document doesn't say what was judged."]


def _faults(head: Recorded) -> list[str]:
    return some([code(fault) for fault in head.faults], MAX_ROWS)


def _failures(head: Recorded) -> list[str]:
    lines = [f"{code(each.name)}: {code(each.message)}" for each in head.failures]
    heading = "#### Can't be done; what depends on it isn't judged, and counts as it was"
    return [heading, "", *some(lines, MAX_ROWS)] if lines else []


def _everything(head: Recorded, room: int) -> str:
    """Return every change, folded; cut where there is no more *room*, in characters."""
    lines = changes.everything(head)
    room -= len(_OPENING) + len(_CLOSING) + 200
    if not lines or room <= 0:
        return ""
    shown: list[str] = []
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        shown.append(line)
    left = len(lines) - len(shown)
    note = f"\nCut here: {left} more lines don't fit a comment; `groot preview` shows them.\n" if left else ""
    return f"\n{_OPENING}{_lines(shown)}{_CLOSING}{note}"


def _lines(lines: Sequence[str]) -> str:
    return "\n".join(line.rstrip() for line in lines)


def _cut(text: str) -> str:
    if len(text) <= LIMIT_CHARACTERS:
        return text
    note = "\n\nCut here: the rest doesn't fit a comment; `groot preview` shows it.\n"
    return text[: LIMIT_CHARACTERS - len(note)].rpartition("\n")[0] + note
