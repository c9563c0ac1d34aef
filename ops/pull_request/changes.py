"""What of a comment is about resources: what is lost, what else is replaced or deleted, where, and all of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from ops import diff
from ops.pull_request.markdown import code, plain, some, table
from ops.pull_request.recorded import Failure, Recorded, Step
from policies.stateful import STATEFUL
from sandbox.engine.events import Op

MAX_ROWS = 25
FINAL = (Op.REPLACE, Op.DELETE)
"""Takes away what is there."""
_COUNTED = (Op.CREATE, Op.UPDATE, Op.REPLACE, Op.DELETE)
GLOBAL = "global"


def lost(head: Recorded) -> list[str]:
    """Return the section on stateful things that would be replaced or deleted."""
    steps = [step for step in _final(head) if step.type in STATEFUL]
    if not steps:
        return []
    return [
        f"#### ⚠️ Data at stake: {len(steps)} stateful resource{'s' * (len(steps) != 1)} replaced or deleted",
        "",
        *some([_line(step) for step in steps], MAX_ROWS),
    ]


def gone(head: Recorded) -> list[str]:
    """Return the section on what else would be replaced or deleted."""
    steps = [step for step in _final(head) if step.type not in STATEFUL]
    if not steps:
        return []
    return ["#### Other replacements and deletions", "", *some([_line(step) for step in steps], MAX_ROWS)]


def regions(base: Recorded, head: Recorded) -> list[str]:
    """Return the section on where resources change. Components, and what isn't AWS's, are in no region."""
    known = {**base.region_by_urn, **head.region_by_urn}
    counts: dict[str, Counter[Op]] = defaultdict(Counter)
    for step in head.steps:
        if step.type.startswith("aws:"):
            counts[known.get(step.urn) or GLOBAL][step.op] += 1
    if not counts:
        return []
    shown = [op for op in _COUNTED if any(count[op] for count in counts.values())]
    rows = [[code(region), *(str(counts[region][op] or "") for op in shown)] for region in sorted(counts)]
    return ["#### Regions", "", *table(["region", *(op.value for op in shown)], rows, len(shown))]


def everything(head: Recorded) -> list[str]:
    """Return every change, property by property: stateful losses first, then what is taken away, then the rest."""
    groups: tuple[list[Step], list[Step], list[Step]] = ([], [], [])
    for step in head.steps:
        if step.op is not Op.DELETE_REPLACED:
            groups[0 if step.op in FINAL and step.type in STATEFUL else 1 if step.op in FINAL else 2].append(step)
    return [line for group in groups for line in _diff(group)]


def _final(head: Recorded) -> list[Step]:
    """Steps that take something away, and those that are refused."""
    final = (step for step in (*head.steps, *head.failures) if step.op in FINAL)
    return sorted(final, key=lambda step: (step.op.value, step.urn))


def _diff(steps: Sequence[Step]) -> Iterable[str]:
    lines = diff.lines([step.event() for step in steps])
    return (" ".join(line.plain.removeprefix(" ").splitlines()) for line in lines)


def _line(step: Step) -> str:
    what = f"**{step.op.value}** {code(step.name)} {code(step.type)}"
    forced = [change.path for change in step.changes if change.forces_replacement]
    why = f", forced by {', '.join(map(code, forced[:MAX_ROWS]))}" if forced else ""
    source = f" ({code(step.source)})" if step.source else ""
    refused = f", **refused**: {plain(step.message)}" if isinstance(step, Failure) else ""
    return f"{what}{why}{source}{refused}"
