"""The judge: runs the rules that a resource's type calls for, and the rules of the whole stack.

It is engine-neutral: whoever deploys hands it resources and acts on what comes back.
"""

import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path

from pulumi_policy.proxy import UnknownValueError

from policies.graph import LEFT_OUT, Graph, StackRule
from policies.inline import parts_of, with_parts
from policies.memory import Memory, Remembered
from policies.model import Finding, Level, NotApplicable, Props, Resource, Rule, Severity, Shown
from policies.registry import Registry
from policies.unknown import readable
from policies.waivers import Waiver


class Outcome(StrEnum):
    """What a rule says of a resource that it applies to."""

    PASSED = "passed"
    VIOLATED = "violated"
    OPEN = "open"
    """A value is not known yet: neither passed nor violated, an obligation that the deployment judges again."""
    WAIVED = "waived"
    """Violated, and excused by a waiver."""
    FAILED = "failed"
    """The rule itself is at fault; nothing is known about the resource."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """One rule's word on one resource, or on the stack."""

    rule: str
    level: Level
    severity: Severity
    outcome: Outcome
    urn: str
    """Empty for the stack as a whole."""
    message: str = ""
    """Names the resource and the mend, and never holds the value of a property; empty for what passed."""
    source: str | None = None
    """`file:line` that declared the resource, where that is known."""
    waiver: Waiver | None = None


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """What the rules say. A rule that does not apply says nothing."""

    verdicts: Sequence[Verdict] = ()

    @property
    def violations(self) -> Sequence[Verdict]:
        """What is violated and not waived."""
        return self._of(Outcome.VIOLATED)

    @property
    def obligations(self) -> Sequence[Verdict]:
        """What could not be judged because a value is not known yet."""
        return self._of(Outcome.OPEN)

    @property
    def waived(self) -> Sequence[Verdict]:
        """Violations that a waiver excuses."""
        return self._of(Outcome.WAIVED)

    @property
    def errors(self) -> Sequence[Verdict]:
        """Faults of rules themselves. They fail the run."""
        return self._of(Outcome.FAILED)

    def _of(self, outcome: Outcome) -> Sequence[Verdict]:
        return [verdict for verdict in self.verdicts if verdict.outcome is outcome]


class Judge:
    """Applies a set of rules and waivers to the resources of one run. Safe to call from several threads."""

    def __init__(self, registry: Registry, waivers: Sequence[Waiver] = (), memory: Memory | None = None) -> None:
        self._by_type = registry.by_type()
        self._rules = {rule.name: rule for rule in registry.rules}
        self._stack_rules = registry.stack_rules
        self._waivers = [waiver for waiver in waivers if waiver.rule in registry.names()]
        self._memory = memory
        self._used: set[Waiver] = set()
        self._stacks: set[tuple[str, str]] = set()
        self._rooms_missing = False
        self._by_urn: dict[str, Evaluation] = {}
        self._stack = Evaluation()

    def evaluate(self, resource: Resource) -> Evaluation:
        """Judge the inputs of *resource* by the rules for its type, and for those of what it says inline."""
        if self._waivers:
            scope, project, _ = resource.urn.split("::", 2)
            self._stacks.add((scope.removeprefix("urn:pulumi:"), project))
        asked = [(each, rules) for each in (resource, *parts_of(resource)) if (rules := self._by_type.get(each.type))]
        if not asked:
            return _SILENT
        remembered = self._memory.recall(resource) if self._memory else None
        if remembered is None:
            shown = [(each, readable(each.props), rules) for each, rules in asked]
            said = [_remembered(rule, _judge(rule, props, each)) for each, props, rules in shown for rule in rules]
            remembered = _worst(said) if len(asked) > 1 else said
            if self._memory:
                self._memory.keep(resource, remembered)
        verdicts = [
            self._verdict(self._rules[name], _OUTCOMES[outcome], resource.urn, message, resource.source)
            for name, outcome, message in remembered
            if outcome
        ]
        evaluation = self._by_urn[resource.urn] = Evaluation(verdicts=verdicts)
        return evaluation

    @property
    def remedies(self) -> bool:
        """Whether any rule is of the level `remediate` and can put something right."""
        return any(rule.level is Level.REMEDIATE and rule.remediate for rule in self._rules.values())

    def remediate(self, resource: Resource) -> Props:
        """Return the properties of *resource* that rules of the level `remediate` put right, as they should be."""
        return {key: value for _, changed in self.remediations(resource) for key, value in changed.items()}

    def remediations(self, resource: Resource) -> Iterator[tuple[str, Props]]:
        """Yield by name the rules of the level `remediate` that put something right, each on top of those before.

        With each go the properties that it changes, as they should be.
        """
        props: Props = resource.props
        for rule in self._by_type.get(resource.type, ()):
            if rule.level is Level.REMEDIATE and rule.remediate:
                said = _judge(rule, readable(props), resource)
                if said and said[0] is Outcome.VIOLATED and not self._waiver(rule.name, resource.urn):
                    mended = rule.remediate(props)
                    yield rule.name, {key: value for key, value in mended.items() if value != props.get(key)}
                    props = mended

    def evaluate_stack(self, resources: Sequence[Resource]) -> Evaluation:
        """Judge *resources*, all of the stack's, by the stack rules."""
        graph = Graph([_shown(each) for each in with_parts(resources)])
        self._rooms_missing = bool(graph.of((LEFT_OUT,)))
        verdicts = [
            self._verdict(rule, outcome, urn, message, graph.by_urn[urn].source if urn in graph.by_urn else None)
            for rule in self._stack_rules
            for outcome, urn, message in _judge_stack(rule, graph, partial(self._excuses, rule.name))
        ]
        self._stack = Evaluation(verdicts=verdicts)
        return self._stack

    def verdicts(self) -> Iterator[Verdict]:
        """Yield the latest word on everything judged so far, resource by resource, then the stack."""
        for evaluation in (*self._by_urn.values(), self._stack):
            yield from evaluation.verdicts

    def unused_waivers(self) -> Sequence[str]:
        """Return, after all resources and the stack were judged, a line for each waiver that excused nothing.

        Waivers for other stacks than the judged one don't count, nor do those for what could not be judged yet. Nor, in
        a stack that leaves out a room, do those for several stacks: the others may have what they excuse.
        """
        return [
            f"waiver {waiver.ticket}: nothing matching {waiver.urn} violates {waiver.rule}; remove it"
            for waiver in self._waivers
            if waiver not in self._used
            and any(waiver.concerns(*each) for each in self._stacks)
            and (waiver.names_its_stack or not self._rooms_missing)
        ]

    def _verdict(self, rule: Rule | StackRule, outcome: Outcome, urn: str, message: str, source: str | None) -> Verdict:
        concerned = outcome in (Outcome.VIOLATED, Outcome.OPEN) and self._waivers
        waiver = self._waiver(rule.name, urn) if concerned else None
        excused = waiver if outcome is Outcome.VIOLATED else None
        return Verdict(
            rule=rule.name,
            level=rule.level,
            severity=rule.severity,
            outcome=Outcome.WAIVED if excused else outcome,
            urn=urn,
            message=message,
            source=source,
            waiver=excused,
        )

    def _excuses(self, rule: str, urn: str) -> bool:
        return any(waiver.covers(rule, urn) for waiver in self._waivers)

    def _waiver(self, rule: str, urn: str) -> Waiver | None:
        for waiver in self._waivers:
            if waiver.covers(rule, urn):
                self._used.add(waiver)
                return waiver
        return None


_SILENT = Evaluation()
_OUTCOMES = {each.value: each for each in Outcome}
"""Looked up for every verdict; calling `Outcome` takes longer than judging."""
_Said = tuple[Outcome, str]
"""Outcome and message."""


def _remembered(rule: Rule, said: _Said | None) -> Remembered:
    return (rule.name, *said) if said else (rule.name, "", "")


_BY_WEIGHT = ("", Outcome.PASSED, Outcome.OPEN, Outcome.VIOLATED, Outcome.FAILED)


def _worst(said: Iterable[Remembered]) -> Sequence[Remembered]:
    """Return of what each rule *said* of a resource and of its parts the worst, and the first of equals."""
    found: dict[str, Remembered] = {}
    for each in said:
        name, outcome, _ = each
        if name not in found or _BY_WEIGHT.index(outcome) > _BY_WEIGHT.index(found[name][1]):
            found[name] = each
    return [*found.values()]


def _shown(resource: Resource) -> Resource:
    """Return *resource* as stack rules see it: reading what is not known says whose it is."""
    props = readable(resource.props, resource.urn)
    return resource if props is resource.props else replace(resource, props=props)


def _judge(rule: Rule, props: Props, resource: Resource) -> _Said | None:
    try:
        fault = rule.check(props)
    except UnknownValueError as error:
        return Outcome.OPEN, f"{resource.name}: {error.message}"
    except NotApplicable:
        return None
    except Exception as error:  # noqa: BLE001 - a rule's fault is reported with its name, and the others still judge
        return Outcome.FAILED, describe_failure(rule, resource.urn, error)
    if not fault:
        return _PASSED
    told = fault.hidden if isinstance(fault, Shown) and resource.secrets else fault
    return Outcome.VIOLATED, rule.message(f"{resource.name}: {told}")


_PASSED: _Said = (Outcome.PASSED, "")


def _judge_stack(
    rule: StackRule, graph: Graph, excuses: Callable[[str], bool] = lambda _urn: False
) -> Iterable[tuple[Outcome, str, str]]:
    """Return outcome, URN and message of everything that *rule* says.

    Of several, one of which is at fault, the one is named that a waiver *excuses*, if it does any.

    If all that it judged is well, it passed; if it judged nothing, it does not apply.
    """
    said: list[tuple[Outcome, str, str]] = []
    found: list[Finding] = []
    judged = False
    graph.unread.clear()
    try:
        for finding in rule.check(graph):
            judged = True
            if finding:
                found.append(finding)
    except UnknownValueError as error:
        said.append((Outcome.OPEN, "", f"the stack: {error.message}"))
    except NotApplicable:
        return ()
    except Exception as error:  # noqa: BLE001 - a rule's fault is reported with its name, and the others still judge
        said.append((Outcome.FAILED, "", describe_failure(rule, "", error)))
    said = [
        (Outcome.OPEN, each.urn, each.message)
        if each.obligation
        else (Outcome.VIOLATED, next(filter(excuses, (each.urn, *each.others)), each.urn), rule.message(each.message))
        for each in graph.settled(found)
    ] + said
    return said or ([(Outcome.PASSED, "", "")] if judged else [])


_OF_VALUES = (AttributeError, TypeError, ValueError)
"""What reading a value of an unexpected type, or a policy document that is no JSON, ends in."""


def describe_failure(rule: Rule | StackRule, urn: str, error: Exception) -> str:
    """Return one line on a rule that raised *error*: no text of the error itself, which may quote a secret."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    told = f"rule {rule.name} failed on {urn or 'the stack'}: {type(error).__name__} at {place}"
    return f"{told}; a property may be of another type than AWS takes" if isinstance(error, _OF_VALUES) else told
