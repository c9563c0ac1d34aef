"""The language host: runs a Pulumi program inside this process.

The SDK accepts objects where the stock engine gives it gRPC addresses. Some of the SDK's costs are avoided from
outside, the first five by `economical()`:

- It makes tasks and futures for each property of each resource, 60 % of a large program's memory (`sdk_outputs.py`):
  10,000 resources then peak at 790 MB instead of 1,460.
- It makes hundreds of objects per resource that live as long as the run. Collecting garbage walks them while every
  thread waits, and frees next to nothing, so a run does without.
- It is generated code of which a program uses a part; the rest isn't loaded (`sdk_modules.py`).
- Compiling that part anew in each run takes longer than the run and leaves the heap in pieces, so compiled modules are
  kept whatever `PYTHONDONTWRITEBYTECODE` says.
- It takes a stack trace per resource, and keeps one frame of it (`sdk_positions.py`).
- It waits for outputs by `asyncio.wait(FIRST_COMPLETED)` over every pending one, again after each that completes,
  which is quadratic when resources take time. `_OutputBag` hands it one future for all of them instead.
"""

import asyncio
import contextlib
import contextvars
import gc
import os
import runpy
import sys
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pulumi
from pulumi import RunError
from pulumi.runtime import run_in_stack, set_all_config
from pulumi.runtime.settings import Settings, configure

from sandbox.engine import sdk_modules
from sandbox.engine.own_modules import out_of_the_way
from sandbox.engine.sdk_outputs import light_outputs
from sandbox.engine.sdk_positions import first_frames
from sandbox.project import PROJECT_FILE, Project, runtime_of


class ProgramError(RunError):
    """There is no program that can be run; the message says why."""


CANCELLATION_POLL_SECONDS = 0.1


class _OutputBag(set["asyncio.Future[Any]"]):
    """The SDK's set of pending outputs, iterated as one future that ends when all of them have."""

    def __iter__(self) -> Iterator["asyncio.Future[Any]"]:
        pending = list(super().__iter__())
        return iter([asyncio.gather(*pending)] if pending else [])


def program_at(root: Path) -> Callable[[], None]:
    """Return the program of the project in *root*, run as the stock host runs it: in its own folder, first on the path.

    Calling it raises `ProgramError` when it isn't Python's, or isn't there.
    """

    def program() -> None:
        runtime = runtime_of(root)
        if runtime.name != "python":
            raise ProgramError(
                f"{PROJECT_FILE}: runtime {runtime.name}: the sandbox runs Python programs; of another language's, "
                "judge what `pulumi preview --json` writes with `groot assess --of FILE`"
            )
        place = root / runtime.main
        file = place if place.is_file() else place / "__main__.py"
        if not file.is_file():
            raise ProgramError(f"{file}: there is no such program; name its folder under `main` in {PROJECT_FILE}")
        environment = root / runtime.environment if runtime.environment else None
        with _inside(file.parent, environment), out_of_the_way(file.parent):
            runpy.run_path(str(file), run_name="__main__")

    return program


@contextlib.contextmanager
def _inside(folder: Path, environment: Path | None) -> Iterator[None]:
    """The program's folder as working directory and first on the path, and what its own environment has at the end."""
    before, path = Path.cwd(), list(sys.path)
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    if environment:
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        sys.path += map(str, environment.glob(f"lib/{version}/site-packages"))
    try:
        yield
    finally:
        sys.path[:] = path
        os.chdir(before)


@contextlib.contextmanager
def economical() -> Iterator[None]:
    """Spare a run, from reading the state to its end, what the module's docstring says."""
    collects, dont_write_bytecode = gc.isenabled(), sys.dont_write_bytecode
    sys.dont_write_bytecode = False
    gc.disable()
    try:
        with sdk_modules.deferring(), light_outputs(), first_frames():
            yield
    finally:
        gc.freeze()  # forgets how much is due, so that what the run left isn't walked the moment it ends
        gc.unfreeze()
        if collects:
            gc.enable()
        sys.dont_write_bytecode = dont_write_bytecode


def run(
    program: Callable[[], Any],
    project: Project,
    *,
    monitor: object,
    engine: object,
    workers: ThreadPoolExecutor,
    parallel: int,
    dry_run: bool,
    cancelled: Callable[[], bool],
) -> None:
    """Run *program* to its end against *monitor* and *engine*, including every call it left under way in *workers*.

    Once it is *cancelled* the program isn't waited for. Raises whatever the program or a registration raised.
    """
    context = contextvars.copy_context()
    with _program_environment(project.root):
        try:
            context.run(_run, program, project, monitor, engine, workers, parallel, dry_run, cancelled)
        finally:
            workers.shutdown(wait=True, cancel_futures=True)


def _run(
    program: Callable[[], Any],
    project: Project,
    monitor: object,
    engine: object,
    workers: ThreadPoolExecutor,
    parallel: int,
    dry_run: bool,
    cancelled: Callable[[], bool],
) -> None:
    settings = Settings(
        project=project.name,
        stack=project.stack,
        monitor=monitor,
        engine=engine,
        parallel=parallel,
        dry_run=dry_run,
        organization="organization",
        root_directory=str(project.root),
    )
    settings.outputs = _OutputBag()  # pyright: ignore[reportAttributeAccessIssue] - a context property takes any set
    configure(settings)
    pulumi.runtime.settings.ROOT.set(None)
    set_all_config(dict(project.config), sorted(project.secret_keys))
    loop = asyncio.new_event_loop()
    loop.set_default_executor(workers)
    loop.set_exception_handler(lambda _loop, _context: None)  # a failed program leaves futures that nobody awaits
    try:
        loop.run_until_complete(_unless(cancelled, run_in_stack(program)))
    finally:
        _drain(loop)
        loop.close()


async def _unless(cancelled: Callable[[], bool], program: Coroutine[Any, Any, Any]) -> None:
    """Await *program*, or leave it where it is when it is *cancelled*: what it waits for may never come."""
    running = asyncio.ensure_future(program)
    while not running.done() and not cancelled():
        await asyncio.wait({running}, timeout=CANCELLATION_POLL_SECONDS)
    if running.done():
        running.result()


def _drain(loop: asyncio.AbstractEventLoop) -> None:
    """Cancel what a failed program left waiting. Calls under way go on in the executor, which is waited for."""
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    if tasks:
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))


@contextlib.contextmanager
def _program_environment(root: Path) -> Iterator[None]:
    """What the stock host gives a program: its folder as working directory and first on the path."""
    before, path = Path.cwd(), list(sys.path)
    os.chdir(root)
    sys.path.insert(0, str(root))
    try:
        yield
    finally:
        sys.path[:] = path
        os.chdir(before)
