"""Judges a stack for assessments, evidence and reports: what a preview declares, what the state says, or what is live.

The same rules judge all three. Nothing is changed. What reaches AWS is imported by those who reach it: a file is judged
without.
"""

import contextlib
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ops import subject_files
from ops.functions.building import build
from ops.interrupts import heeded
from ops.judge import PolicyJudge, onlooker, project_judge, registry
from ops.judged_run import JudgedRun, Subject
from ops.request import OperationError
from policies import repository
from policies.model import Resource
from sandbox.engine.events import Result, Step
from sandbox.engine.judge import Judged, judged_of
from sandbox.engine.run import Options, provider_urn
from sandbox.project import Project, find_root, load_project
from sandbox.state import exported
from sandbox.state.model import ResourceState
from sandbox.values import Properties

if TYPE_CHECKING:
    from sandbox.engine.deployment import Deployment


@dataclass(frozen=True, kw_only=True)
class Question:
    """Which stack to judge, and as what."""

    stack: str
    subject: Subject = Subject.PREVIEW
    file: Path | None = None
    """Whose stack is judged in place of the project's: what `subject_files` reads."""
    state_file: Path | None = None
    """What `pulumi stack export` or `groot state export` wrote, to be judged in place of the sandbox's state."""
    endpoint: str | None = None
    """Where AWS answers; the emulator's when None."""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What is there beside what the state says."""

    steps: Sequence[Step]
    """What bringing the state up to date would do."""
    before: Sequence[ResourceState]
    live: Sequence[ResourceState]


def resources(question: Question) -> Sequence[Resource]:
    """Return the resources that *question* asks for, judged by no rule.

    Raises:
        OperationError: the program, the state or the cloud cannot be read to the end.
    """
    return judge(question, onlooker()).resources


def judge(question: Question, judge: PolicyJudge | None = None) -> JudgedRun:
    """Judge what *question* asks for by *judge*; when None, by every rule, with the project's waivers.

    Raises:
        OperationError: the program, the state or the cloud cannot be read to the end.
    """
    if question.file:
        return _judge_file(question.file, judge)
    if question.subject is Subject.LIVE:
        return judge_live(question, judge)[0]
    root = find_root(Path.cwd())
    project = load_project(root, question.stack)
    judge = judge or project_judge(registry(project), root=root)
    if question.subject is Subject.PREVIEW:
        for line in project.closed:
            print(f"warning: {line}", file=sys.stderr)
        build(root, fetches=False)
        with stoppable() as cancelled:
            options = Options(judge=judge, cancelled=cancelled)
            complete(deployment_of(root, project, question.endpoint).preview(options))
    else:
        judge_states(judge, states_of(root, project, question.state_file))
    return judge.run(project.name, question.stack, question.subject)


def root_of(question: Question) -> Path:
    """Return the folder in which what is found is kept, and whose packs and waivers hold: a file needs no project."""
    return repository.root_of(Path.cwd()) if question.file else find_root(Path.cwd())


def _judge_file(path: Path, judge: PolicyJudge | None) -> JudgedRun:
    written = subject_files.read(path)
    root = repository.root_of(Path.cwd())
    judge = judge or project_judge(root=root)
    judge_states(judge, written.states)
    return judge.run(written.project, written.stack, written.subject)


def judge_live(question: Question, judge: PolicyJudge | None = None) -> tuple[JudgedRun, Comparison]:
    """Judge what is there as `judge` does, whatever *question* says of the subject, and compare it with the state.

    Raises:
        OperationError: the state or the cloud cannot be read to the end.
    """
    root = find_root(Path.cwd())
    project = load_project(root, question.stack)
    judge = judge or project_judge(registry(project), root=root)
    with stoppable() as cancelled:
        result, live = deployment_of(root, project, question.endpoint).read_back(Options(cancelled=cancelled))
    complete(result)
    judge_states(judge, live)
    compared = Comparison(steps=result.steps, before=states_of(root, project, None), live=live)
    return judge.run(project.name, question.stack, Subject.LIVE), compared


@contextlib.contextmanager
def stoppable() -> Iterator[threading.Event]:
    """What Ctrl-C sets: an engine that it broke into would wait for calls that nobody answers any more."""
    cancelled = threading.Event()
    with heeded(cancelled, lambda notice: print(notice, file=sys.stderr)):
        yield cancelled


def deployment_of(root: Path, project: Project, endpoint: str | None) -> "Deployment":
    """Return the stack's deployment at *endpoint*, by default at the emulator, which is started when it isn't up."""
    from ops import stacks

    return stacks.open_deployment(root, project, endpoint or stacks.emulator(root, project, deploys=False, quiet=True))


def states_of(root: Path, project: Project, state_file: Path | None) -> Sequence[ResourceState]:
    """Return what *state_file*, or else the sandbox's state, holds.

    Raises:
        StateError: it is damaged, in use, or another stack's.
    """
    if state_file:
        return exported.read(state_file, project.name, project.stack)
    from ops import stacks

    with stacks.open_store(root, project) as store:
        return store.resources


def judge_states(judge: PolicyJudge, states: Sequence[ResourceState]) -> None:
    """Let *judge* judge what *states*, all of a stack's, say.

    Raises:
        OperationError: there is nothing to judge.
    """
    living = [state for state in states if not state.delete]
    if not living:
        raise OperationError("the stack has nothing deployed; deploy it, or ask for a preview")
    by_urn = {state.urn: state for state in living}

    def judged(state: ResourceState, props: Properties) -> Judged:
        return judged_of(state, props, by_urn.get(provider_urn(state.provider)))

    for state in living:
        judge.resource(judged(state, state.inputs))
    judge.stack([judged(state, state.outputs) for state in living])


def complete(result: Result) -> None:
    """Raise `OperationError` for what *result* could not do."""
    for failure in result.failures:
        raise OperationError(f"{failure.step.name}: {failure.message}")
    for diagnostic in result.diagnostics:
        if diagnostic.severity == "error":
            raise OperationError(diagnostic.message.rstrip())
