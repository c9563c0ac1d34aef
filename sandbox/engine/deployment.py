"""The engine's front door: preview, up, destroy, refresh and import of one stack."""

import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

from pulumi import RunError

from sandbox.engine import goal, host
from sandbox.engine.deletions import Deleter
from sandbox.engine.events import Diagnostic, Op, Result
from sandbox.engine.judge import judged_of
from sandbox.engine.monitor import Engine, Monitor
from sandbox.engine.refresh import expect_answers, is_fresh, refresh, settle_pending
from sandbox.engine.registration import Registrar
from sandbox.engine.run import (
    PROVIDER_PREFIX,
    Cancelled,
    Options,
    Run,
    now,
    provider_inputs,
    provider_urn,
    resource_of,
)
from sandbox.engine.urns import STACK_TYPE, urn
from sandbox.engine.workers import Workers
from sandbox.isolation import isolated
from sandbox.project import Project
from sandbox.providers.base import Provider, ProviderError
from sandbox.state.errors import StateError
from sandbox.state.model import ResourceState
from sandbox.state.store import Store
from sandbox.values import Properties, mask

NO_OPTIONS = Options()
Chain = Iterator[tuple[ResourceState, Properties]]
"""Resources, each with its new inputs and after what it depends on."""
Changes = Callable[[Mapping[str, ResourceState]], Sequence[Chain]]
"""Returns chains, none of which depends on another, of the resources by URN; these follow what becomes of a chain's."""


class Deployment:
    """One stack of one project, on given providers.

    Every method takes the stack's lock for as long as it runs and raises `StateError` when the state cannot be read or
    written. It runs in the sandbox's environment. What goes wrong with a resource, a rule or the program stands in the
    `Result`.
    """

    def __init__(
        self,
        project: Project,
        store_folder: Path,
        providers: Mapping[str, Provider],
        passphrase: str,
        program: Callable[[], Any] | None = None,
    ) -> None:
        """*program* replaces the project's `__main__.py`."""
        self._project = project
        self._store_folder = store_folder
        self._providers = providers
        self._passphrase = passphrase
        self._program = program or host.program_at(project.root)

    def preview(self, options: Options = NO_OPTIONS) -> Result:
        """Say what `up` would do. Changes nothing."""
        return self._within(options, self._update, dry_run=True)

    def up(self, options: Options = NO_OPTIONS) -> Result:
        """Make what the program declares, change what differs, delete what it no longer declares."""
        return self._within(options, self._update, dry_run=False)

    def change(self, changed: Changes, options: Options = NO_OPTIONS) -> Result:
        """Give resources of the state the inputs that *changed* tells, without the program and its judge."""

        def work(run: Run) -> None:
            settle_pending(run)
            registrar = Registrar(run, Deleter(run))
            registrar.states.update({state.urn: state for state in run.base if not state.delete})

            def follow(chain: Chain) -> None:
                for state, inputs in chain:
                    registrar.register(goal.of_state(state, inputs, self._project))

            with ThreadPoolExecutor(run.options.parallel) as threads:
                list(threads.map(follow, changed(registrar.states)))

        return self._within(options, work, dry_run=False)

    def destroy(self, options: Options = NO_OPTIONS) -> Result:
        """Delete everything in the state, or the targets."""

        def work(run: Run) -> None:
            settle_pending(run)
            expect_answers(run)
            run.expect_targets(state.urn for state in run.base)
            Deleter(run).delete([state for state in run.base if run.targeted(state.urn)], {})

        return self._within(options, work, dry_run=False)

    def refresh(self, options: Options = NO_OPTIONS, *, dry_run: bool = False) -> Result:
        """Make the state say what is there now; with *dry_run* only tell what differs."""
        return self._within(options, refresh, dry_run=dry_run)

    def read_back(self, options: Options = NO_OPTIONS) -> tuple[Result, list[ResourceState]]:
        """Return every resource as it is there now. Changes nothing, the state included."""
        states: list[ResourceState] = []

        def work(run: Run) -> None:
            refresh(run)
            states.extend(run.base)

        return self._within(options, work, dry_run=True), states

    def import_(self, type_token: str, name: str, physical_id: str, options: Options = NO_OPTIONS) -> Result:
        """Take an existing resource into the state, protected, as `pulumi import` does."""
        return self._within(options, lambda run: _import(run, type_token, name, physical_id), dry_run=False)

    def _within(self, options: Options, work: Callable[[Run], Mapping[str, Any] | None], *, dry_run: bool) -> Result:
        begun = time.monotonic()
        outputs: Mapping[str, Any] | None = None
        with isolated(), host.economical(), self._store() as store:
            run = Run(self._project, store, self._providers, options, dry_run=dry_run)
            try:
                outputs = work(run)
            except Cancelled:
                run.emit(Diagnostic(severity="error", message="stopped on request; run it again to go on"))
            except ProviderError as error:
                run.emit(Diagnostic(severity="error", message=str(error)))
        return Result(
            steps=run.steps,
            failures=run.failures,
            violations=run.violations,
            obligations=run.obligations,
            waived=run.waived,
            diagnostics=run.diagnostics,
            outputs=outputs or {},
            seconds=time.monotonic() - begun,
        )

    def _store(self) -> AbstractContextManager[Store]:
        project = self._project
        return Store(self._store_folder, project.name, project.stack, self._passphrase, project.encryption_salt)

    def _update(self, run: Run) -> Mapping[str, Any]:
        settle_pending(run)
        if not is_fresh(run):
            message = "resources in the state are gone from the endpoint; reading everything again"
            run.emit(Diagnostic(severity="warning", message=message))
            refresh(run)
            run.steps.clear()
        deleter = Deleter(run)
        registrar = Registrar(run, deleter)
        complete = self._run_program(run, registrar)
        if complete:
            run.expect_targets([*(state.urn for state in run.base), *registrar.claimed])
        if complete and not run.failures and (run.dry_run or not _blocked(run)):
            _judge_stack(run, registrar)
            if run.dry_run or not _blocked(run):
                doomed = [state for state in run.base if state.delete or state.seq not in registrar.met]
                deleter.delete([state for state in doomed if run.targeted(state.urn)], registrar.states)
        stack = registrar.states.get(_stack_urn(self._project))
        return mask(stack.outputs) if stack else {}

    def _run_program(self, run: Run, registrar: Registrar) -> bool:
        workers = Workers(run.options.parallel)
        try:
            host.run(
                self._program,
                self._project,
                monitor=Monitor(run, registrar, workers),
                engine=Engine(run),
                workers=workers,
                parallel=run.options.parallel,
                dry_run=run.dry_run,
                cancelled=run.options.cancelled.is_set,
            )
            run.check_cancelled()
        except (Cancelled, StateError):
            raise
        except SystemExit as left:
            message = f"the program left by sys.exit({left.code!r}) before its end; raise an error that says why"
            run.emit(Diagnostic(severity="error", message=message))
            return False
        except Exception as error:  # noqa: BLE001 - a program may raise anything; the run goes on to say so
            run.emit(Diagnostic(severity="error", message=_describe(error, self._project.root)))
            return False
        return True


def _blocked(run: Run) -> bool:
    return any(violation.level == "mandatory" for violation in run.violations)


def _judge_stack(run: Run, registrar: Registrar) -> None:
    judge = run.options.judge
    if judge is None:
        return
    states = registrar.states
    run.judged(
        judge.stack(
            [judged_of(state, state.outputs, states.get(provider_urn(state.provider))) for state in states.values()]
        )
    )


def _import(run: Run, type_token: str, name: str, physical_id: str) -> None:
    stack = _stack_urn(run.project)
    states = {state.urn: state for state in run.base}
    package = type_token.split(":", 1)[0]
    providers = [state for state in run.base if state.type == PROVIDER_PREFIX + package]
    default = next((state for state in providers if not state.parent), None)
    if stack not in states or default is None:
        raise ProviderError(
            f"the stack has no default provider of package '{package}' yet; deploy it once, then import"
        )
    own = urn(run.project.stack, run.project.name, stack, type_token, name)
    if own in states:
        raise ProviderError(f"'{own}' is in the state already")
    state = ResourceState(
        urn=own, type=type_token, custom=True, parent=stack, provider=f"{default.urn}::{default.id}", protect=True
    )
    told = resource_of(state, provider_inputs(state.provider, states))
    live = run.provider(package).read(told, physical_id, {}, {})
    if live is None:
        raise ProviderError(f"{type_token} '{physical_id}' does not exist, so it can't be imported")
    state = replace(
        state,
        id=live.physical_id,
        inputs=live.inputs,
        outputs=live.outputs,
        import_id=physical_id,
        created=now(),
        modified=now(),
    )
    run.carry_out(run.step(Op.IMPORT, state), lambda: run.put(state))


def _stack_urn(project: Project) -> str:
    return urn(project.stack, project.name, "", STACK_TYPE, f"{project.name}-{project.stack}")


def _describe(error: BaseException, root: Path) -> str:
    """Say what a program raised, what it was about where that is known, and the line of the program that raised it."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(root)]
    own = [frame for frame in frames if "site-packages" not in frame.filename and "/sandbox/" not in frame.filename]
    expected = isinstance(error, ProviderError | RunError)
    notes = "".join(f"{note}: " for note in getattr(error, "__notes__", ()))
    message = notes + (str(error) if expected else f"{type(error).__name__}: {error}")
    if not own or expected:
        return message
    return f"{message} ({Path(own[-1].filename).relative_to(root)}:{own[-1].lineno})"
