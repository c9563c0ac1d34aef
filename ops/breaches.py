"""What a change behind the program's back breaks: the rules that held before it and don't now, and their controls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ops import controls
from ops.judge import project_judge
from ops.judged_run import JudgedRun, Subject
from ops.subjects import judge_states
from policies.core import Outcome, Verdict
from sandbox.state.model import ResourceState


@dataclass(frozen=True, kw_only=True)
class Breach:
    """A rule that no longer holds."""

    verdict: Verdict
    controls: Mapping[str, Sequence[str]]
    """By framework's pack, the ids of the controls that rest on the rule."""


def breaches(before: Sequence[ResourceState], now: Sequence[ResourceState]) -> Sequence[Breach]:
    """Return what is violated by the resources as they are *now* and was not *before*.

    Raises:
        FrameworkError: a framework's file is malformed.
        OperationError: there is nothing to judge.
        WaiverError: a waiver is malformed or has expired.
    """
    known = {_identity(verdict) for verdict in _violated(before, Subject.STATE)}
    return [
        Breach(verdict=verdict, controls=controls.of(verdict.rule))
        for verdict in _violated(now, Subject.LIVE)
        if _identity(verdict) not in known
    ]


def _violated(states: Sequence[ResourceState], subject: Subject) -> Sequence[Verdict]:
    judge = project_judge()
    judge_states(judge, states)
    run: JudgedRun = judge.run("", "", subject)
    return run.of(Outcome.VIOLATED)


def _identity(verdict: Verdict) -> tuple[str, str, str]:
    return verdict.rule, verdict.urn, verdict.message
