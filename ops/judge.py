"""Lets the policies judge what the engine is about to do."""

import datetime
from collections.abc import Iterable, Sequence

from policies import core
from policies.model import Resource
from sandbox.engine.events import Violation
from sandbox.engine.judge import Judged, Verdict

MANDATORY = "mandatory"
WAIVERS = "waivers"


class PolicyJudge:
    """The engine's `Judge`, holding every rule and the project's waivers.

    A rule that fails itself counts as violated: nothing is known about the resource. So does, once the whole stack is
    judged, a waiver that excuses nothing.
    """

    def __init__(self, judge: core.Judge) -> None:
        self._judge = judge
        self._sources: dict[str, str | None] = {}

    def resource(self, resource: Judged) -> Verdict:
        """Judge one resource before its step."""
        self._sources[resource.urn] = resource.source
        return self._verdict(self._judge.evaluate(_resource(resource)))

    def stack(self, resources: Sequence[Judged]) -> Verdict:
        """Judge the whole graph once the program has declared it."""
        verdict = self._verdict(self._judge.evaluate_stack([_resource(resource) for resource in resources]))
        unused = [Violation(rule=WAIVERS, level=MANDATORY, message=line) for line in self._judge.unused_waivers()]
        return Verdict(violations=[*verdict.violations, *unused], obligations=verdict.obligations)

    def _verdict(self, evaluation: core.Evaluation) -> Verdict:
        failed = [
            Violation(rule=error.rule, level=MANDATORY, message=error.message, urn=error.urn)
            for error in evaluation.errors
        ]
        return Verdict(
            violations=[*self._told(evaluation.violations), *failed], obligations=[*self._told(evaluation.obligations)]
        )

    def _told(self, verdicts: Iterable[core.Verdict]) -> Iterable[Violation]:
        for verdict in verdicts:
            yield Violation(
                rule=verdict.rule,
                level=verdict.level.value,
                message=verdict.message,
                urn=verdict.urn,
                source=self._sources.get(verdict.urn),
            )


def project_judge() -> PolicyJudge:
    """Return the judge of every rule there is. Raises `WaiverError` for a waiver that is malformed or has expired."""
    return PolicyJudge(core.default_judge(datetime.datetime.now(tz=datetime.UTC).date()))


def _resource(judged: Judged) -> Resource:
    return Resource(
        type=judged.type,
        urn=judged.urn,
        name=judged.name,
        props=judged.props,
        parent=judged.parent or None,
        dependencies=judged.dependencies,
        property_dependencies=judged.property_dependencies,
        protect=judged.protect,
    )
