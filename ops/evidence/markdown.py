"""The run in a page of Markdown, short enough for a pull request."""

from collections import Counter
from collections.abc import Iterator

from ops.evidence.material import Material
from policies.assessment import Result
from policies.core import Outcome

MOST_FINDINGS = 50
"""Findings listed; the rest are counted, and stand in the other files."""
_COLUMNS = (Result.PASSED, Result.FAILED, Result.ACCEPTED, Result.OPEN, Result.NOT_APPLICABLE, Result.NOT_ASSESSED)


def document(material: Material) -> str:
    """Return scores, findings and waivers of *material*."""
    return "\n".join(_lines(material)) + "\n"


def _lines(material: Material) -> Iterator[str]:
    run = material.run
    yield f"# {run.project}, stack {run.stack}: {run.subject.value}"
    yield ""
    commit = material.commit or "an unknown commit"
    yield f"Judged {run.judged_at:%Y-%m-%d %H:%M} UTC at {commit}: {_counted(material)}."
    yield ""
    yield f"| framework | score | {' | '.join(result.value.replace('_', ' ') for result in _COLUMNS)} |"
    yield f"|---|---{'|---' * len(_COLUMNS)}|"
    for each in material.assessments:
        score = "none" if each.score is None else f"{each.score} %"
        yield f"| {each.framework.title} | {score} | {' | '.join(str(each.counts[result]) for result in _COLUMNS)} |"
    yield ""
    yield "A score is the share of the controls that rules decide; AWS or people answer for what is not assessed."
    yield from _findings(material)
    yield from _waivers(material)


def _counted(material: Material) -> str:
    counts = Counter(verdict.outcome.value for verdict in material.run.verdicts)
    return ", ".join(f"{counts[outcome.value]} {outcome.value}" for outcome in Outcome)


def _findings(material: Material) -> Iterator[str]:
    found = material.run.of(Outcome.VIOLATED, Outcome.FAILED)
    if not found:
        return
    yield ""
    yield "## Findings"
    yield ""
    for each in found[:MOST_FINDINGS]:
        where = f" (`{each.source}`)" if each.source else ""
        yield f"- **{each.severity.value}** `{each.rule}`: {_plain(each.message)}{where}"
    if len(found) > MOST_FINDINGS:
        yield f"- and {len(found) - MOST_FINDINGS} more"


def _waivers(material: Material) -> Iterator[str]:
    counts = Counter(each.waiver for each in material.run.of(Outcome.WAIVED) if each.waiver)
    if not counts:
        return
    yield ""
    yield "## Accepted"
    yield ""
    for waiver, count in counts.items():
        yield (
            f"- `{waiver.rule}` ({count}): {_plain(waiver.reason)} "
            f"{waiver.approver}, {waiver.ticket}, until {waiver.expires}"
        )


def _plain(text: str) -> str:
    """Return *text* so that Markdown and HTML in it stay text."""
    return text.replace("<", "&lt;").replace("|", "\\|").replace("`", "'")
