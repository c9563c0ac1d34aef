"""An assessment as a person reads it in a terminal."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from rich.text import Text

from ops.drill.kept import Drill, shown
from ops.judged_run import JudgedRun, Subject
from policies.assessment import Assessment, ControlResult, Result

MARKS = {
    Result.PASSED: ("✓", "green"),
    Result.FAILED: ("✗", "bold red"),
    Result.ACCEPTED: ("~", "yellow"),
    Result.PARTLY_SHOWN: ("◐", "green"),
    Result.OPEN: ("?", "yellow"),
    Result.NOT_APPLICABLE: ("-", "dim"),
    Result.NOT_ASSESSED: (" ", "dim"),
}
_JUDGED = {
    Subject.PREVIEW: "what the program declares",
    Subject.STATE: "what the state says",
    Subject.LIVE: "what is there",
}
FINDINGS = 3
"""Findings shown for each control, and resources for each recommendation; `--json` has them all."""


def lines(assessment: Assessment, run: JudgedRun, drills: Sequence[Drill] = ()) -> Iterable[Text]:
    """Return the control results, what to mend, and the score."""
    for each in assessment.controls:
        yield from _control(each, drills, assessment.assessed_at)
    if assessment.recommendations:
        yield Text("\nmend first", style="bold")
    for each in assessment.recommendations:
        controls = f"{len(each.controls)} {'control' if len(each.controls) == 1 else 'controls'}"
        yield Text(f"  {each.severity.value:<8} ", style="bold").append(
            f"{each.rule} ({len(each.urns) or 'the stack'}, {controls}): {each.remediation} {each.link}",
            style="not bold",
        )
    yield Text()
    yield from _totals(assessment, run)


def _control(each: ControlResult, drills: Sequence[Drill], at: datetime) -> Iterable[Text]:
    mark, style = MARKS[each.result]
    control = each.control
    line = Text(f" {mark} {control.id:<24} ", style=style).append(control.title)
    said: list[str] = []
    if control.automated:
        said.append(f"{len(each.rules)} rules, met {each.passed} times")
    if control.inherited:
        said.append(f"AWS: {control.inherited.report}")
    if owed := control.organizational:
        said.append(f"{owed.owner}: {owed.record}, every {owed.every_days} days")
        if owed.evidence == "drill":
            said.append(str(shown(drills, owed, at) or f"no drill within {owed.every_days} days: groot drill restore"))
    yield line.append(f"  {'; '.join(said)}", style="dim")
    for finding in each.findings[:FINDINGS]:
        where = f" ({finding.source})" if finding.source else ""
        yield Text(f"       {finding.outcome.value}: {finding.message}{where}")
    if len(each.findings) > FINDINGS:
        yield Text(f"       and {len(each.findings) - FINDINGS} more (--json lists them all)", style="dim")


def _totals(assessment: Assessment, run: JudgedRun) -> Iterable[Text]:
    counts = assessment.counts
    of = f"{assessment.decided} of {assessment.counted} controls decided"
    covered = "" if assessment.coverage is None else f" ({assessment.coverage} %)"
    score = "nothing could be decided" if assessment.score is None else f"{assessment.score} %, {of}{covered}"
    style = "bold red" if counts[Result.FAILED] else "bold green"
    yield Text(f"{assessment.framework.title}, stack {run.stack}: {score}", style=style)
    said = [f"{count} {result.value.replace('_', ' ')}" for result, count in counts.items()]
    yield Text(f"  {', '.join(said)}")
    yield Text(f"  judged: {_JUDGED[run.subject]}, {assessment.assessed_at:%Y-%m-%d %H:%M} UTC")
    if counts[Result.OPEN]:
        yield Text("  open: a value is known only once deployed; assess with --of state or --of live")
    if counts[Result.PARTLY_SHOWN]:
        yield Text("  partly shown: what rules show is met, and people owe the record named; not part of the score")
    yield Text("  not assessed: AWS or people answer for it, by the report or record named")
