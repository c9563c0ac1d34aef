"""The judge: runs the rules that a resource's type calls for, and the rules of the whole stack.

It is engine-neutral: whoever deploys hands it resources and acts on what comes back.
"""

import datetime
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pulumi_policy.proxy import UnknownValueError

from policies.graph import Graph
from policies.model import Level, NotApplicable, Props, Resource, Rule, Severity, StackRule
from policies.registry import Registry, discover
from policies.unknown import readable
from policies.waivers import Waiver, load


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One rule's word on one resource, or on the stack."""

    rule: str
    level: Level
    severity: Severity
    urn: str
    """Empty for the stack as a whole."""
    message: str
    """Names the resource and the mend; never holds the value of a property."""


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """What the rules say."""

    violations: Sequence[Verdict] = ()
    obligations: Sequence[Verdict] = ()
    """Rules that could not be judged because a value is not known yet: neither passed nor failed."""
    waived: Sequence[tuple[Verdict, Waiver]] = ()
    """Violations that a waiver excuses."""
    errors: Sequence[Verdict] = ()
    """Faults of rules themselves. They fail the run: nothing is known about the resource."""


_CLEAN = Evaluation()


class Judge:
    """Applies a set of rules and waivers to the resources of one run. Safe to call from several threads."""

    def __init__(self, registry: Registry, waivers: Sequence[Waiver] = ()) -> None:
        self._by_type = registry.by_type()
        self._stack_rules = registry.stack_rules
        self._waivers = waivers
        self._used: set[Waiver] = set()
        self._stacks: set[str] = set()

    def evaluate(self, resource: Resource) -> Evaluation:
        """Judge the inputs of *resource* by the rules for its type."""
        if self._waivers:
            self._stacks.add(resource.urn.split(":", 3)[2])
        rules = self._by_type.get(resource.type)
        if not rules:
            return _CLEAN
        props = readable(resource.props)
        return self._evaluation([(rule, found) for rule in rules if (found := _judge(rule, props, resource))])

    def evaluate_stack(self, resources: Sequence[Resource]) -> Evaluation:
        """Judge *resources*, all of the stack's, by the stack rules."""
        graph = Graph([replace(resource, props=readable(resource.props)) for resource in resources])
        found = [(rule, outcome) for rule in self._stack_rules for outcome in _judge_stack(rule, graph)]
        return self._evaluation(found)

    def unused_waivers(self) -> Sequence[str]:
        """Return, after all resources and the stack were judged, a line for each waiver that excused nothing.

        Waivers for other stacks than the judged one don't count, nor do those for what could not be judged yet.
        """
        return [
            f"waiver {waiver.ticket}: nothing matching {waiver.urn} violates {waiver.rule}; remove it"
            for waiver in self._waivers
            if waiver not in self._used and any(map(waiver.concerns, self._stacks))
        ]

    def _evaluation(self, found: "Sequence[tuple[Rule | StackRule, _Outcome]]") -> Evaluation:
        if not found:
            return _CLEAN
        violations, obligations, waived, errors = [], [], [], []
        for rule, outcome in found:
            verdict = Verdict(
                rule=rule.name, level=rule.level, severity=rule.severity, urn=outcome.urn, message=outcome.message
            )
            waiver = self._waiver(verdict)
            if outcome.error:
                errors.append(verdict)
            elif outcome.obligation:
                obligations.append(verdict)
            elif waiver:
                waived.append((verdict, waiver))
            else:
                violations.append(verdict)
        return Evaluation(violations=violations, obligations=obligations, waived=waived, errors=errors)

    def _waiver(self, verdict: Verdict) -> Waiver | None:
        for waiver in self._waivers:
            if waiver.covers(verdict.rule, verdict.urn):
                self._used.add(waiver)
                return waiver
        return None


def default_judge(today: datetime.date) -> Judge:
    """Return the judge of every rule there is, with the project's waivers as they stand *today*.

    Raises:
        WaiverError: a waiver is malformed or has expired.
    """
    registry = discover()
    return Judge(registry, load(registry.names(), today))


@dataclass(frozen=True, kw_only=True)
class _Outcome:
    urn: str
    message: str
    obligation: bool = False
    error: bool = False


def _judge(rule: Rule, props: Props, resource: Resource) -> _Outcome | None:
    try:
        fault = rule.check(props)
    except UnknownValueError as error:
        return _Outcome(urn=resource.urn, message=f"{resource.name}: {error.message}", obligation=True)
    except NotApplicable:
        return None
    except Exception as error:  # noqa: BLE001 - a rule's fault is reported with its name, and the others still judge
        return _failed(rule, resource.urn, error)
    return _Outcome(urn=resource.urn, message=rule.message(f"{resource.name}: {fault}")) if fault else None


def _judge_stack(rule: StackRule, graph: Graph) -> Iterable[_Outcome]:
    outcomes: list[_Outcome] = []
    try:
        outcomes.extend(
            _Outcome(
                urn=finding.urn,
                message=finding.message if finding.obligation else rule.message(finding.message),
                obligation=finding.obligation,
            )
            for finding in rule.check(graph)
        )
    except UnknownValueError as error:
        outcomes.append(_Outcome(urn="", message=f"the stack: {error.message}", obligation=True))
    except NotApplicable:
        return ()
    except Exception as error:  # noqa: BLE001 - a rule's fault is reported with its name, and the others still judge
        outcomes.append(_failed(rule, "", error))
    return outcomes


def describe_failure(rule: Rule | StackRule, urn: str, error: Exception) -> str:
    """Return one line on a rule that raised *error*: no text of the error itself, which may quote a secret."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    return f"rule {rule.name} failed on {urn or 'the stack'}: {type(error).__name__} at {place}"


def _failed(rule: Rule | StackRule, urn: str, error: Exception) -> _Outcome:
    return _Outcome(urn=urn, message=describe_failure(rule, urn, error), error=True)
