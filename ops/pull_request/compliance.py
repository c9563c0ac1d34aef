"""What of a comment is about rules: controls newly broken and mended, what else is violated, what is open or waived."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from ops.pull_request.markdown import code, plain, some
from ops.pull_request.recorded import Recorded, Violation

MAX_ROWS = 20
MAX_RESOURCES = 5
"""Resources shown for each rule."""
MESSAGE_CHARACTERS = 400
"""Longest message that is shown whole."""
EXPIRES_SOON = timedelta(days=30)
Controls = frozenset[tuple[str, str]]
"""Packs and control ids."""


def broken(base: Recorded, head: Recorded) -> list[str]:
    """Return the section on controls that are met without the change and aren't with it."""
    newly = head.failed_controls - base.failed_controls
    if not newly:
        return []
    breaking = [each for each in head.violations if _of(each, head) & newly]
    return [
        f"#### ❌ Controls newly broken: {len(newly)}",
        "",
        *_by_pack(newly),
        "",
        *_by_rule(breaking, {each.rule: _of(each, head) & newly for each in breaking}),
    ]


def mended(base: Recorded, head: Recorded) -> list[str]:
    """Return the section on controls that aren't met without the change and are with it."""
    newly = base.failed_controls - head.failed_controls
    if not newly:
        return []
    rules = sorted({each.rule for each in base.violations if _of(each, base) & newly})
    return [
        f"#### ✅ Controls newly mended: {len(newly)}",
        "",
        *_by_pack(newly),
        "",
        *some([f"{code(rule)} isn't violated any more" for rule in rules], MAX_ROWS),
    ]


def others(base: Recorded, head: Recorded) -> list[str]:
    """Return the sections on violations that break no further control: new ones, and those that stood before."""
    newly = head.failed_controls - base.failed_controls
    known = {each.identity for each in base.violations}
    rest = [each for each in head.violations if not _of(each, head) & newly]
    new = [each for each in rest if each.identity not in known]
    old = [each for each in rest if each.identity in known]
    return [
        *(["#### New violations of rules whose controls were broken before, or have none", ""] if new else []),
        *_by_rule(new, {}),
        *(["", "#### Violations that stood before", ""] if old else []),
        *_by_rule(old, {}),
    ]


def violations(head: Recorded) -> list[str]:
    """Return the section on what is violated, where there is nothing to compare it with."""
    if not head.violations:
        return []
    return ["#### Violations", "", *_by_rule(head.violations, {each.rule: _of(each, head) for each in head.violations})]


def obligations(head: Recorded) -> list[str]:
    """Return the section on what can't be judged before values are known; the deployment does."""
    counts = Counter(each.rule for each in head.obligations)
    if not counts:
        return []
    lines = [f"{code(rule)} on {count} resource{'s' * (count != 1)}" for rule, count in sorted(counts.items())]
    return [
        f"#### Open until deployed: {sum(counts.values())} obligations",
        "",
        *some(lines, MAX_ROWS),
    ]


def waivers(base: Recorded, head: Recorded) -> list[str]:
    """Return the section on waivers: which are new in use, end soon, or are no longer needed."""
    before = {(each.ticket, each.rule) for each in base.waivers} if base.comparable else None
    lines: list[str] = []
    for each in head.waivers:
        marks: list[str] = []
        if before is not None and (each.ticket, each.rule) not in before:
            marks.append("**new**")
        if head.judged_at and each.expires - head.judged_at.date() <= EXPIRES_SOON:
            marks.append(f"**ends on {each.expires}**")
        if marks:
            excused = f"excuses {each.resources} of {code(each.rule)}, approved by {code(each.approver)}"
            lines.append(f"{code(each.ticket)} {excused}: {', '.join(marks)}")
    used = {(each.ticket, each.rule) for each in head.waivers}
    left = (before or set()) - used if head.comparable else set[tuple[str, str]]()
    lines += [f"{code(ticket)} for {code(rule)} excuses nothing any more" for ticket, rule in sorted(left)]
    if not head.waivers and not lines:
        return []
    count = sum(each.resources for each in head.waivers)
    return [
        f"#### Waivers: {len(head.waivers)} in use, {count} violation{'s' * (count != 1)} excused",
        "",
        *(some(lines, MAX_ROWS) or [f"None is new, none ends within {EXPIRES_SOON.days} days."]),
    ]


def _of(violation: Violation, document: Recorded) -> Controls:
    controls: Mapping[str, Sequence[str]] = document.controls.get(violation.rule, {})
    return frozenset((pack, control) for pack, ids in controls.items() for control in ids)


def _by_rule(violations: Iterable[Violation], controls: Mapping[str, Controls]) -> list[str]:
    """Return the lines of *violations*, mandatory ones first, under each rule with those of *controls* it breaks."""
    by_rule: dict[tuple[str, str], list[Violation]] = defaultdict(list)
    for each in sorted(violations, key=lambda each: (each.level != "mandatory", each.rule, each.urn)):
        by_rule[each.level, each.rule].append(each)
    lines: list[str] = []
    for (level, rule), found in list(by_rule.items())[:MAX_ROWS]:
        breaks = "; ".join(f"{pack} {ids}" for pack, ids in _listed(controls.get(rule, ())))
        lines.append(f"- {level} {code(rule)}{f': {breaks}' if breaks else ''}")
        lines += [f"  {line}" for line in some([_violation(each) for each in found], MAX_RESOURCES)]
    left = len(by_rule) - MAX_ROWS
    return [*lines, f"- … and {left} more rules"] if left > 0 else lines


def _violation(violation: Violation) -> str:
    name = violation.urn.rpartition("::")[2] or "the stack"
    message = violation.message.removeprefix(f"{name}: ")
    if len(message) > MESSAGE_CHARACTERS:
        message = f"{message[: MESSAGE_CHARACTERS - 1]}…"
    source = f" ({code(violation.source)})" if violation.source else ""
    return f"{code(name)}{source}: {plain(message)}"


def _by_pack(controls: Iterable[tuple[str, str]]) -> list[str]:
    return [f"**{pack}** {ids}  " for pack, ids in _listed(controls)]


def _listed(controls: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    ids: dict[str, list[str]] = defaultdict(list)
    for pack, control in sorted(controls):
        ids[pack].append(plain(control))
    return [(plain(pack), ", ".join(each)) for pack, each in ids.items()]
