"""Carries a command out with the embedded engine."""

import contextlib
import json
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from rich.console import Console

from ops import diff, document, exit_codes, summary
from ops.exit_codes import ExitCode
from ops.interrupts import heeded
from ops.judge import memory_of, project_judge, registry
from ops.progress import Lines, Progress, Silent
from ops.request import Command, Request, UsageError
from sandbox.emulator import Emulator
from sandbox.engine.deployment import Deployment
from sandbox.engine.events import Op, Result
from sandbox.engine.judge import Judge
from sandbox.engine.run import Options
from sandbox.project import Project, find_passphrase, find_root, load_project
from sandbox.providers.standard import standard_providers
from sandbox.state.store import Store

_TITLES = {
    Command.PREVIEW: "previewing",
    Command.UP: "deploying",
    Command.DESTROY: "destroying",
    Command.DRIFT: "comparing",
    Command.REFRESH: "refreshing",
    Command.IMPORT: "importing",
}


def run(request: Request) -> ExitCode:
    """Do what *request* asks and say how it went. Raises what `ops.faults` lists."""
    root = find_root(Path.cwd())
    project = load_project(root, request.stack)
    passphrase = find_passphrase(root)
    if request.command is Command.DESTROY and not request.yes:
        _confirm(request, project, passphrase)
    endpoint = request.endpoint or _emulator(root, quiet=request.as_json)
    deployment = Deployment(project, state_folder(root), standard_providers(endpoint, root), passphrase)
    quiet = contextlib.redirect_stdout(sys.stderr) if request.as_json else contextlib.nullcontext()
    with quiet, _judge(request, root, passphrase) as judge:
        result = _carry_out(request, deployment, judge)
    if request.as_json:
        print(json.dumps(document.of(request, result, endpoint), indent=2, ensure_ascii=False, default=str))
    else:
        _show(request, result, endpoint)
    if request.command is Command.DRIFT and not result.failed and _drifted(result):
        return ExitCode.DRIFT
    return exit_codes.of(result)


def state_folder(root: Path) -> Path:
    """Return where the sandbox keeps its state, apart from the stock command's."""
    return root / ".sandbox" / "state"


def open_store(root: Path, project: Project) -> Store:
    """Return the stack's state, to be entered."""
    return Store(state_folder(root), project.name, project.stack, find_passphrase(root), project.encryption_salt)


def open_deployment(root: Path, project: Project, endpoint: str | None) -> Deployment:
    """Return the stack's deployment against *endpoint*, or the emulator, started when needed."""
    providers = standard_providers(endpoint or _emulator(root, quiet=True), root)
    return Deployment(project, state_folder(root), providers, find_passphrase(root))


def _emulator(root: Path, *, quiet: bool) -> str:
    emulator = Emulator(root)
    ran = emulator.status() is not None
    endpoint = emulator.start().endpoint
    if not ran and not quiet:
        print(f"started the emulator at {endpoint}; it stays up until `groot emulator stop`")
    return endpoint


@contextlib.contextmanager
def _judge(request: Request, root: Path, passphrase: str) -> Iterator[Judge | None]:
    """The judge of a run that is judged. What a preview finds is kept for the `up` that follows."""
    if request.command not in (Command.PREVIEW, Command.UP):
        yield None
        return
    rules = registry([Path(pack).name for pack in request.policy_packs], request.policy_pack_config)
    memory = memory_of(root / ".sandbox" / "verdicts" / f"{request.stack}.json", rules, passphrase)
    yield project_judge(rules, memory, deploying=request.command is Command.UP, whole=not request.targets)
    if request.command is Command.PREVIEW:
        with contextlib.suppress(OSError):  # a disk that is full costs the next run some time
            memory.save()


def _carry_out(request: Request, deployment: Deployment, judge: Judge | None) -> Result:
    cancelled = threading.Event()
    with _progress(request) as progress, heeded(cancelled, progress.notice):
        options = Options(
            targets=request.targets,
            on_event=progress.event,
            judge=judge,
            cancelled=cancelled,
        )
        actions: Mapping[Command, Callable[[], Result]] = {
            Command.PREVIEW: lambda: deployment.preview(options),
            Command.UP: lambda: deployment.up(options),
            Command.DESTROY: lambda: deployment.destroy(options),
            Command.DRIFT: lambda: deployment.refresh(options, dry_run=True),
            Command.REFRESH: lambda: deployment.refresh(options),
            Command.IMPORT: lambda: deployment.import_(*request.resource, options),
        }
        return actions[request.command]()


def _progress(request: Request) -> Progress:
    if request.as_json:
        return Silent()
    planned = request.command in (Command.PREVIEW, Command.DRIFT)
    return Lines(Console(highlight=False), f"{_TITLES[request.command]} {request.stack}", show_steps=not planned)


def _show(request: Request, result: Result, endpoint: str) -> None:
    console = Console(highlight=False)
    if request.command in (Command.PREVIEW, Command.DRIFT):
        for line in diff.lines(result.steps):
            console.print(line, soft_wrap=True)
    for line in summary.lines(request, result, endpoint):
        console.print(line, soft_wrap=True)


def _drifted(result: Result) -> bool:
    return any(step.op in (Op.REFRESH, Op.DELETE) for step in result.steps)


def _confirm(request: Request, project: Project, passphrase: str) -> None:
    """Ask before destroying. Raises `UsageError` when there is nobody to ask, or the answer is no."""
    if request.as_json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("destroy asks first, and nobody can be asked here; give --yes to go ahead")
    with Store(state_folder(project.root), project.name, project.stack, passphrase, project.encryption_salt) as store:
        count = sum(state.custom for state in store.resources)
    what = "the targets" if request.targets else f"all {count} resources"
    answer = input(f"Destroy {what} of stack {request.stack} in the sandbox? [y/N] ")
    if answer.strip().lower() not in ("y", "yes"):
        raise UsageError("not confirmed; nothing was deleted")
