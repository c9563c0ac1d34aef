"""The run in a page of Markdown, short enough for a pull request."""

from collections import Counter
from collections.abc import Iterator, Sequence

from ops.evidence.material import Material
from ops.pull_request.markdown import code, plain, some, table
from policies.assessment import Assessment, Result
from policies.core import Outcome, Verdict
from policies.waivers import Waiver

MOST_LINES = 50
"""Findings listed, the worst first, and waivers; the rest are counted, and stand in the other files."""
_COLUMNS = tuple(Result)


def document(material: Material) -> str:
    """Return scores, findings and waivers of *material*."""
    return "\n".join(_lines(material)) + "\n"


def _lines(material: Material) -> Iterator[str]:
    run = material.run
    commit = material.commit or "an unknown commit"
    yield f"# {plain(run.project)}, stack {plain(run.stack)}: {run.subject.value}"
    yield ""
    yield f"Judged {run.judged_at:%Y-%m-%d %H:%M} UTC at {commit}: {_counted(material)}."
    if material.change:
        yield ""
        yield f"Change: {plain(str(material.change))}."
    yield ""
    yield from table(
        ["framework", "score", "coverage", *(result.value.replace("_", " ") for result in _COLUMNS)],
        [[plain(each.framework.title), *_numbers(each)] for each in material.assessments],
        numeric=2 + len(_COLUMNS),
    )
    yield ""
    yield "A score is the share of the controls decided by rules alone that passed, and coverage the share of all that"
    yield "are decided so. Of what is partly shown people owe a record; AWS or people answer for what is not assessed."
    yield from _section("Findings", [_finding(each) for each in material.worst_first(Outcome.VIOLATED, Outcome.FAILED)])
    excused = Counter(each.waiver for each in run.of(Outcome.WAIVED) if each.waiver)
    yield from _section("Accepted", [_accepted(waiver, count) for waiver, count in excused.items()])


def _counted(material: Material) -> str:
    counts = Counter(verdict.outcome.value for verdict in material.run.verdicts)
    return ", ".join(f"{counts[outcome.value]} {outcome.value}" for outcome in Outcome)


def _numbers(assessment: Assessment) -> list[str]:
    return [
        _percent(assessment.score),
        _percent(assessment.coverage),
        *(str(assessment.counts[result]) for result in _COLUMNS),
    ]


def _percent(value: float | None) -> str:
    return "none" if value is None else f"{value} %"


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return ["", f"## {title}", "", *some(lines, MOST_LINES)] if lines else []


def _finding(verdict: Verdict) -> str:
    where = f" ({code(verdict.source)})" if verdict.source else ""
    return f"**{verdict.severity.value}** {code(verdict.rule)}: {plain(verdict.message)}{where}"


def _accepted(waiver: Waiver, count: int) -> str:
    reason, by = plain(waiver.reason), plain(f"{waiver.approver}, {waiver.ticket}, until {waiver.expires}")
    return f"{code(waiver.rule)} ({count}): {reason} ({by})"
