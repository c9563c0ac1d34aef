"""An assessment: what a judged stack shows of each control of a framework, how far it complies, and what to mend.

A control is only as good as what is judged. An automated control is decided by its rules. Where rules show a part and
people owe a record of the rest, it is at best *partly shown*, which is counted apart. What AWS or people answer for is
listed with the report or the record that shows it, and never counted as met. A control with finer requirements sums
them up, and they are counted in its place.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from policies.core import Outcome, Verdict
from policies.frameworks.catalogue import Catalogue, Control, Framework
from policies.graph import StackRule
from policies.model import Rule, Severity


class Result(StrEnum):
    """What is shown of a control."""

    PASSED = "passed"
    """Every rule that applies to anything in the stack is met."""
    FAILED = "failed"
    """A rule is violated, or failed itself."""
    ACCEPTED = "accepted"
    """What is violated is excused by waivers."""
    PARTLY_SHOWN = "partly_shown"
    """Every rule that applies is met, and people owe a record of the rest."""
    OPEN = "open"
    """Nothing is violated, and something cannot be judged before values are known."""
    NOT_APPLICABLE = "not_applicable"
    """No rule applies to anything in the stack."""
    NOT_ASSESSED = "not_assessed"
    """AWS or people answer for it: see its report or record."""


_SEVERITIES = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW)


@dataclass(frozen=True, kw_only=True)
class ControlResult:
    """What is shown of one control."""

    control: Control
    result: Result
    rules: Sequence[str]
    """The rules that it rests on, by name."""
    findings: Sequence[Verdict]
    """What is violated, accepted, open, or a rule's own fault."""
    passed: int
    """How often a rule was met."""

    @property
    def decided(self) -> bool:
        """Whether rules decide all of it: what is violated fails it, though people owe the rest."""
        whole = self.result in (Result.PASSED, Result.ACCEPTED) and not self.control.organizational
        return whole or self.result is Result.FAILED


@dataclass(frozen=True, kw_only=True)
class Recommendation:
    """One thing to mend."""

    rule: str
    severity: Severity
    remediation: str
    link: str
    controls: Sequence[str]
    """Ids of the controls that it would help."""
    urns: Sequence[str]
    """The resources to mend; empty for the stack as a whole."""


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """An assessment of one stack under one framework."""

    framework: Framework
    assessed_at: datetime
    """In UTC."""
    controls: Sequence[ControlResult]
    recommendations: Sequence[Recommendation]
    """Worst first; of equal ones, those that help most controls."""

    @property
    def score(self) -> float | None:
        """Percentage of the decided controls that passed; None when none is decided.

        Accepted risks are decided and not passed. Controls that are open, and those of which rules show nothing wrong
        and a part alone, don't count.
        """
        return _percentage(self.counts[Result.PASSED], self.decided)

    @property
    def coverage(self) -> float | None:
        """Percentage of the controls that are decided: what the score speaks of. None where there are no controls."""
        return _percentage(self.decided, self.counted)

    @property
    def decided(self) -> int:
        """How many controls are decided."""
        return sum(each.decided for each in self.controls if not each.control.requirements)

    @property
    def counted(self) -> int:
        """How many controls there are, without those that sum up others."""
        return sum(self.counts.values())

    @cached_property
    def counts(self) -> Mapping[Result, int]:
        """How many controls have each result, without those that sum up others."""
        found = Counter(each.result for each in self.controls if not each.control.requirements)
        return {result: found[result] for result in Result}


def assess(
    framework: Framework, catalogue: Catalogue, verdicts: Iterable[Verdict], assessed_at: datetime
) -> Assessment:
    """Assess what *verdicts*, of one stack, show of *framework*, a framework of *catalogue*."""
    by_rule: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        by_rule[verdict.rule].append(verdict)
    results = [each for control in framework.controls for each in _results(control, catalogue, by_rule)]
    return Assessment(
        framework=framework,
        assessed_at=assessed_at,
        controls=results,
        recommendations=_recommendations(catalogue.rules(framework), results, by_rule),
    )


def _results(
    control: Control, catalogue: Catalogue, by_rule: Mapping[str, Sequence[Verdict]]
) -> Sequence[ControlResult]:
    """Return the result of *control*, and those of what is under it, in order."""
    rules = [rule.name for rule in catalogue.rules_of(control)]
    said = [verdict for rule in rules for verdict in by_rule.get(rule, ())]
    findings = [verdict for verdict in said if verdict.outcome is not Outcome.PASSED]
    finer = [_results(each, catalogue, by_rule) for each in control.requirements]
    own = ControlResult(
        control=control,
        result=_summed({first.result for first, *_ in finer}) if finer else _result(control, {v.outcome for v in said}),
        rules=rules,
        findings=findings,
        passed=len(said) - len(findings),
    )
    return [own, *(each for results in finer for each in results)]


def _result(control: Control, outcomes: set[Outcome]) -> Result:
    if control.automated is None:
        return Result.NOT_ASSESSED
    if not outcomes.isdisjoint((Outcome.VIOLATED, Outcome.FAILED)):
        return Result.FAILED
    if Outcome.OPEN in outcomes:
        return Result.OPEN
    if Outcome.WAIVED in outcomes:
        return Result.ACCEPTED
    if not outcomes:
        return Result.NOT_APPLICABLE
    return Result.PARTLY_SHOWN if control.organizational else Result.PASSED


def _summed(results: set[Result]) -> Result:
    """Return the worst; what is shown of some is shown of all in part."""
    for worst in (Result.FAILED, Result.OPEN, Result.ACCEPTED):
        if worst in results:
            return worst
    if results & {Result.PASSED, Result.PARTLY_SHOWN}:
        whole = results <= {Result.PASSED, Result.NOT_APPLICABLE}
        return Result.PASSED if whole else Result.PARTLY_SHOWN
    return Result.NOT_APPLICABLE if Result.NOT_APPLICABLE in results else Result.NOT_ASSESSED


def _percentage(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def _recommendations(
    rules: Iterable[Rule | StackRule], results: Iterable[ControlResult], by_rule: Mapping[str, Sequence[Verdict]]
) -> Sequence[Recommendation]:
    helped: dict[str, list[str]] = defaultdict(list)
    for each in results:
        for rule in each.rules:
            helped[rule].append(each.control.id)
    found = [
        Recommendation(
            rule=rule.name,
            severity=rule.severity,
            remediation=rule.remediation,
            link=rule.link,
            controls=helped[rule.name],
            urns=[verdict.urn for verdict in violated if verdict.urn],
        )
        for rule in rules
        if (violated := [each for each in by_rule.get(rule.name, ()) if each.outcome is Outcome.VIOLATED])
    ]
    return sorted(found, key=lambda each: (_SEVERITIES.index(each.severity), -len(each.controls), each.rule))
