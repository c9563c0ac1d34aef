"""Carries a command out with the embedded engine."""

import contextlib
import json
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from ops import clusters, comparable, consent, diff, document, exit_codes, stacks, summary
from ops.breaches import Breach, breaches
from ops.exit_codes import ExitCode
from ops.functions import gateway, redeploying, trying
from ops.functions.building import build
from ops.functions.redeploying import Basis
from ops.interrupts import heeded
from ops.judge import PolicyJudge, memory_of, project_judge, registry
from ops.judged_run import JudgedRun, Subject
from ops.preflight import advice, findings
from ops.preflight.plan import Plan, home_region
from ops.progress import Lines, Progress, Silent
from ops.request import Command, OperationError, Request
from ops.strays import tell
from ops.terraform_plan import plan as terraform_plan
from sandbox.engine.deployment import Deployment
from sandbox.engine.events import Op, Result
from sandbox.engine.judge import Judge
from sandbox.engine.run import Options
from sandbox.project import Project, find_passphrase, find_root, load_project
from sandbox.state.model import ResourceState

_TITLES = {
    Command.PREVIEW: "previewing",
    Command.UP: "deploying",
    Command.DESTROY: "destroying",
    Command.DRIFT: "comparing",
    Command.REFRESH: "refreshing",
    Command.IMPORT: "importing",
}
_DEPLOYING = frozenset({Command.UP, Command.IMPORT})
_COMPARING = frozenset({Command.PREVIEW, Command.UP, Command.DRIFT})


def run(request: Request) -> ExitCode:
    """Do what *request* asks and say how it went. Raises what `ops.faults` lists."""
    root = find_root(Path.cwd())
    project = load_project(root, request.stack, deploys=request.command is Command.UP)
    if request.command in (Command.PREVIEW, Command.UP):
        for line in project.closed:
            print(f"warning: {line}", file=sys.stderr)
        build(root, fetches=False)
    if request.command is Command.DESTROY and not request.targets and (guests := stacks.guests(root, project)):
        raise OperationError(
            f"{project.stack} owns the account that {', '.join(guests)} is in, and its guardrails; destroy "
            f"{guests[0]} first: `groot destroy --stack {guests[0]}`"
        )
    named = clusters.named(request)
    consent.ask(request, project, named)
    servers = clusters.connect(request, named, project)
    endpoint = request.endpoint or stacks.emulator(
        root, project, deploys=request.command in _DEPLOYING, quiet=request.as_json
    )
    deployment = stacks.open_deployment(root, project, endpoint, servers)
    basis = _basis(request, project, endpoint)
    if basis and (names := basis.changed()) and (result := _redeploy(request, deployment, root, names)):
        basis.keep(whole=False)
        return _say_redeployed(request, result, endpoint, names)
    broken: Sequence[Breach] = ()
    quiet = contextlib.redirect_stdout(sys.stderr) if request.as_json else contextlib.nullcontext()
    with quiet, _judge(request, project, find_passphrase(root)) as judge:
        if request.command is Command.DRIFT:
            result, broken = _drift(request, deployment, project)
        else:
            result = _carry_out(request, deployment, judge)
    if basis and not (result.failed or result.blocked):
        basis.keep(whole=True)
    left: Sequence[ResourceState] = ()
    if request.command in _COMPARING:
        with stacks.open_store(project.root, project) as store:
            left = store.resources
        tell(project.root, left)
    if request.out and judge:
        _write_plan(request.out, judge.run(project.name, request.stack, Subject.PREVIEW), result)
    advised = _advice(request, project, judge, result)
    if request.as_json:
        told = document.of(request, result, endpoint, broken)
        if judge:
            told |= comparable.of(judge.run(project.name, request.stack, Subject.PREVIEW))
        if advised:
            told |= {"preflight": [asdict(each) for each in advised]}
        print(json.dumps(told, indent=2, ensure_ascii=False, default=str))
    else:
        _show(request, result, endpoint, broken, advised)
        if request.command is Command.UP and not (result.failed or result.blocked or request.endpoint):
            _invite(project, left, endpoint)
    if request.command is Command.DRIFT and not result.failed and _drifted(result):
        return ExitCode.DRIFT
    return exit_codes.of(result)


def _basis(request: Request, project: Project, endpoint: str) -> Basis | None:
    """What the run is made of, where it deploys all of the stack into the emulator by the project's own rules."""
    own = not (request.targets or request.endpoint or request.policy_packs or request.apply_to_context)
    if request.command is not Command.UP or not own:
        return None
    return Basis(project.root, project.stack, endpoint, request.policy_pack_config)


def _redeploy(request: Request, deployment: Deployment, root: Path, names: Sequence[str]) -> Result | None:
    """Deploy the new code of functions *names*; None where a whole run has to."""
    with _watched(request) as options:
        result = deployment.change(lambda states: redeploying.changes(root, names, states), options)
    return result if result.steps and not result.failed else None


def _say_redeployed(request: Request, result: Result, endpoint: str, names: Sequence[str]) -> ExitCode:
    if request.as_json:
        print(json.dumps(document.of(request, result, endpoint, ()) | {"redeployed": [*names]}, indent=2, default=str))
        return exit_codes.of(result)
    console = Console(highlight=False)
    for line in summary.redeployed(request, result, endpoint, names):
        console.print(line, soft_wrap=True)
    return exit_codes.of(result)


@contextlib.contextmanager
def _judge(request: Request, project: Project, passphrase: str) -> Iterator[PolicyJudge | None]:
    """The judge of a run that is judged. What it finds is kept for the run that follows."""
    if request.command not in (Command.PREVIEW, Command.UP):
        yield None
        return
    rules = registry(project, request.policy_packs, request.policy_pack_config)
    memory = memory_of(project.root / ".sandbox" / "verdicts" / f"{request.stack}.json", rules, passphrase)
    deploying, whole = request.command is Command.UP, not request.targets
    yield project_judge(rules, memory, root=project.root, deploying=deploying, whole=whole)
    with contextlib.suppress(OSError):  # a disk that is full costs the next run some time
        memory.save()


def _write_plan(path: Path, judged: JudgedRun, result: Result) -> None:
    if result.failed:
        print(f"error: {path} isn't written: the preview failed", file=sys.stderr)
        return
    exported = terraform_plan.export(judged.resources, {step.urn: step.op.value for step in result.steps})
    terraform_plan.write(exported.document, path)
    for line in exported.warnings():
        print(f"warning: {line}", file=sys.stderr)


def _drift(request: Request, deployment: Deployment, project: Project) -> tuple[Result, Sequence[Breach]]:
    """Compare what is there with the state, and find the rules that no longer hold."""
    with _watched(request) as options:
        result, live = deployment.read_back(options)
    if result.failed or not _drifted(result):
        return result, ()
    with stacks.open_store(project.root, project) as store:
        return result, breaches(store.resources, live)


@contextlib.contextmanager
def _watched(request: Request, judge: Judge | None = None) -> Iterator[Options]:
    """The options of a run whose progress is shown and that can be stopped."""
    cancelled = threading.Event()
    with _progress(request) as progress, heeded(cancelled, progress.notice):
        yield Options(targets=request.targets, on_event=progress.event, judge=judge, cancelled=cancelled)


def _carry_out(request: Request, deployment: Deployment, judge: Judge | None) -> Result:
    with _watched(request, judge) as options:
        actions: Mapping[Command, Callable[[], Result]] = {
            Command.PREVIEW: lambda: deployment.preview(options),
            Command.UP: lambda: deployment.up(options),
            Command.DESTROY: lambda: deployment.destroy(options),
            Command.REFRESH: lambda: deployment.refresh(options),
            Command.IMPORT: lambda: deployment.import_(*request.resource, options),
        }
        return actions[request.command]()


def _progress(request: Request) -> Progress:
    if request.as_json:
        return Silent()
    planned = request.command in (Command.PREVIEW, Command.DRIFT)
    return Lines(Console(highlight=False), f"{_TITLES[request.command]} {request.stack}", show_steps=not planned)


def _advice(
    request: Request, project: Project, judge: PolicyJudge | None, result: Result
) -> Sequence[findings.Finding]:
    """What `groot preflight` says in no time: quotas and days of support."""
    if request.command is not Command.PREVIEW or judge is None or result.failed:
        return ()
    resources = judge.run(project.name, request.stack, Subject.PREVIEW).resources
    plan = Plan(stack=request.stack, home=home_region(project.config), resources=resources, outputs={})
    return advice.advice(plan, datetime.now(tz=UTC).date())


def _show(
    request: Request,
    result: Result,
    endpoint: str,
    broken: Sequence[Breach],
    advised: Sequence[findings.Finding],
) -> None:
    console = Console(highlight=False)
    if request.command in (Command.PREVIEW, Command.DRIFT):
        for line in diff.lines(result.steps):
            console.print(line, soft_wrap=True)
    preflight = [findings.text(each) for each in findings.gathered(advised)]
    for line in (*summary.breaches(broken), *preflight, *summary.lines(request, result, endpoint)):
        console.print(line, soft_wrap=True)


def _invite(project: Project, resources: Sequence[ResourceState], endpoint: str) -> None:
    """Print a request that the API which came up answers."""
    try:
        line = trying.curl(project.root, project, resources, endpoint)
    except OperationError as error:
        print(f"warning: no request to try: {error}", file=sys.stderr)
        return
    for text in summary.invitation(line, gateway.TOKEN_SECONDS // 60) if line else ():
        Console(highlight=False).print(text, soft_wrap=True)


def _drifted(result: Result) -> bool:
    return any(step.op in (Op.REFRESH, Op.DELETE) for step in result.steps)
