"""What the page shows, made from a judged run. Linear in its verdicts; holds no value of a property."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ops.history import History
from ops.judged_run import JudgedRun, Subject
from ops.report import drawing, topology
from ops.report.drift import Drift
from policies.assessment import Assessment, ControlResult, Result
from policies.core import Outcome, Verdict
from policies.frameworks.catalogue import Catalogue
from policies.graph import StackRule
from policies.model import Rule, Severity
from policies.waivers import Waiver

SHOWN_FINDINGS = 5
"""How many findings stand under a control; all of them stand under their rules."""
SEVERITIES = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW)
WORST_FIRST = (Outcome.FAILED, Outcome.VIOLATED, Outcome.OPEN, Outcome.WAIVED, Outcome.PASSED)


@dataclass(frozen=True, kw_only=True)
class Word:
    """What one rule says, all in all."""

    rule: str
    counts: Mapping[Outcome, int]


@dataclass(frozen=True, kw_only=True)
class ControlView:
    """A control, and what is shown of it."""

    outcome: ControlResult
    words: Sequence[Word]
    """Of the rules that apply to anything."""
    silent: int
    """How many rules apply to nothing."""
    findings: Sequence[Verdict]
    """The worst few."""

    @property
    def kind(self) -> str:
        """What it is filtered by: its result, or who answers for it."""
        assessed = self.outcome.result is not Result.NOT_ASSESSED
        return self.outcome.result.value if assessed else self.outcome.control.how


@dataclass(frozen=True, kw_only=True)
class FrameworkView:
    """A framework, its controls and its scores so far."""

    assessment: Assessment
    controls: Sequence[ControlView]
    trend: Sequence[float]
    """Scores of the runs that judged the same, preview, state or what is live; the oldest first."""


@dataclass(frozen=True, kw_only=True)
class RuleView:
    """What is found by one rule."""

    rule: Rule | StackRule
    controls: Mapping[str, Sequence[str]]
    """By framework's pack."""
    findings: Sequence[Verdict]
    """The worst first."""

    @property
    def outcome(self) -> Outcome:
        """The worst of its findings."""
        return self.findings[0].outcome

    def fault(self, verdict: Verdict) -> str:
        """Return what is wrong, without the mend, which the rule says once."""
        return verdict.message.removesuffix(self.rule.message("")).rstrip(".")


@dataclass(frozen=True, kw_only=True)
class WaiverView:
    """A waiver, and what it excuses."""

    waiver: Waiver
    days_left: int
    excused: Sequence[Verdict]


@dataclass(frozen=True, kw_only=True)
class Page:
    """Everything on the page."""

    run: JudgedRun
    commit: str | None
    frameworks: Sequence[FrameworkView]
    counts: Mapping[Outcome, int]
    rules: Sequence[RuleView]
    """Those that found something, the worst first."""
    waivers: Sequence[WaiverView]
    drift: Drift | None
    """None where what is live wasn't compared with the state."""
    history: History
    map: drawing.Drawing
    topology: topology.Topology


def page(
    run: JudgedRun,
    catalogue: Catalogue,
    assessments: Sequence[Assessment],
    history: History,
    *,
    commit: str | None = None,
    drift: Drift | None = None,
) -> Page:
    """Return what is shown of *run*. The last entry of *history* is the run itself."""
    counts: dict[str, Counter[Outcome]] = defaultdict(Counter)
    for verdict in run.verdicts:
        counts[verdict.rule][verdict.outcome] += 1
    read = topology.read(run.resources)
    return Page(
        run=run,
        commit=commit,
        frameworks=[_framework(each, counts, history, run.subject) for each in assessments],
        counts=Counter(verdict.outcome for verdict in run.verdicts),
        rules=_rules(run, catalogue),
        waivers=_waivers(run),
        drift=drift,
        history=history,
        map=drawing.draw(read, _marks(run), [outcome.value for outcome in WORST_FIRST]),
        topology=read,
    )


def _framework(
    assessment: Assessment, counts: Mapping[str, Counter[Outcome]], history: History, subject: Subject
) -> FrameworkView:
    alike = (entry for entry in history.entries if entry.of is subject)
    scores = (entry.scores.get(assessment.framework.pack) for entry in alike)
    return FrameworkView(
        assessment=assessment,
        controls=[_control(each, counts) for each in assessment.controls],
        trend=[score for score in scores if score is not None],
    )


def _control(outcome: ControlResult, counts: Mapping[str, Counter[Outcome]]) -> ControlView:
    words = [Word(rule=rule, counts=counts[rule]) for rule in outcome.rules if rule in counts]
    return ControlView(
        outcome=outcome,
        words=sorted(words, key=lambda word: (_rank(word.counts), word.rule)),
        silent=len(outcome.rules) - len(words),
        findings=sorted(outcome.findings, key=_worst)[:SHOWN_FINDINGS],
    )


def _rank(counts: Mapping[Outcome, int]) -> int:
    return min(WORST_FIRST.index(outcome) for outcome in counts)


def _worst(verdict: Verdict) -> tuple[int, int, str]:
    return WORST_FIRST.index(verdict.outcome), SEVERITIES.index(verdict.severity), verdict.urn


def _rules(run: JudgedRun, catalogue: Catalogue) -> Sequence[RuleView]:
    found: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in run.of(Outcome.VIOLATED, Outcome.FAILED, Outcome.OPEN):
        found[verdict.rule].append(verdict)
    packs = {framework.id: framework.pack for framework in catalogue.frameworks.values()}
    views = [
        RuleView(
            rule=rule,
            controls={packs[key]: ids for key, ids in catalogue.controls_by_rule.get(rule.name, {}).items()},
            findings=sorted(found[rule.name], key=_worst),
        )
        for rule in catalogue.every_rule
        if rule.name in found
    ]
    return sorted(views, key=lambda view: (*_worst(view.findings[0])[:2], view.rule.name))


def _waivers(run: JudgedRun) -> Sequence[WaiverView]:
    excused: dict[Waiver, list[Verdict]] = defaultdict(list)
    for verdict in run.verdicts:
        if verdict.waiver:
            excused[verdict.waiver].append(verdict)
    today: date = run.judged_at.date()
    return [
        WaiverView(waiver=waiver, days_left=(waiver.expires - today).days, excused=verdicts)
        for waiver, verdicts in sorted(excused.items(), key=lambda each: (each[0].expires, each[0].ticket))
    ]


def _marks(run: JudgedRun) -> Mapping[str, str]:
    worst: dict[str, Outcome] = {}
    for verdict in run.verdicts:
        known = worst.get(verdict.urn)
        if known is None or WORST_FIRST.index(verdict.outcome) < WORST_FIRST.index(known):
            worst[verdict.urn] = verdict.outcome
    return {urn: outcome.value for urn, outcome in worst.items()}
