"""What the parts of one run share: options, the state, and the record of what happened."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatchcase

from sandbox.engine.events import (
    Diagnostic,
    Event,
    Op,
    PropertyChange,
    Step,
    StepDone,
    StepFailed,
    StepStarted,
    Violation,
)
from sandbox.engine.judge import Judge, Verdict
from sandbox.engine.source import source_line
from sandbox.engine.urns import name_of
from sandbox.project import Project
from sandbox.providers.base import UNSENT, Fidelity, Provider, ProviderError, Resource
from sandbox.state.model import OperationType, PendingOperation, ResourceState
from sandbox.state.store import Store
from sandbox.values import Properties, reveal

PROVIDER_PREFIX = "pulumi:providers:"


class Cancelled(Exception):  # noqa: N818 - a request, not a fault
    """The run was asked to stop: nothing further is started."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """How to run."""

    parallel: int = 16
    """Steps carried out at once."""
    targets: Sequence[str] = ()
    """URNs, or patterns with `*`, of the resources to change; empty means all."""
    on_event: Callable[[Event], None] = lambda _event: None
    judge: Judge | None = None
    cancelled: threading.Event = field(default_factory=threading.Event)
    """Set it to start no further step."""


class Run:
    """One preview, update, destroy or refresh."""

    def __init__(
        self, project: Project, store: Store, providers: Mapping[str, Provider], options: Options, *, dry_run: bool
    ) -> None:
        self.project = project
        self.options = options
        self.dry_run = dry_run
        self.lock = threading.RLock()
        self.steps: list[Step] = []
        self.failures: list[StepFailed] = []
        self.violations: list[Violation] = []
        self.obligations: list[Violation] = []
        self.waived: list[Violation] = []
        self.diagnostics: list[Diagnostic] = []
        self._store = store
        self._providers = providers
        self.unsettled: set[str] = set()
        """URNs of what an earlier run may have created."""
        self.base: list[ResourceState] = list(store.resources)
        """The state as the run found it, repaired by a refresh where one was needed."""

    def provider(self, package: str) -> Provider:
        """Return the provider of *package*. Raises `ProviderError` when the sandbox has none."""
        try:
            return self._providers[package]
        except KeyError:
            known = ", ".join(sorted(self._providers))
            raise ProviderError(f"the sandbox has no provider for package '{package}' (it has {known})") from None

    def provider_of(self, state: ResourceState) -> Provider:
        """Return the provider that *state* belongs to."""
        return self.provider(state.type.split(":", 1)[0])

    def fidelity(self, type_token: str) -> Fidelity | None:
        """Return how faithfully a type is emulated; None for providers, and for what no provider knows."""
        if type_token.startswith(PROVIDER_PREFIX):
            return None
        try:
            return self._providers[type_token.split(":", 1)[0]].fidelity(type_token)
        except (KeyError, ProviderError):
            return None

    def targeted(self, urn: str) -> bool:
        """Return whether the run may change the resource *urn*."""
        targets = self.options.targets
        return not targets or any(urn == target or fnmatchcase(urn, target) for target in targets)

    def expect_targets(self, urns: Iterable[str]) -> None:
        """Fail unless each target is among *urns*, which are in the state or declared, or matches one of them."""
        known = list(urns)
        for target in self.options.targets:
            if target not in known and not any(fnmatchcase(urn, target) for urn in known):
                message = (
                    f"target {target}: nothing in the state or the program has that URN; `groot state export` has them"
                )
                self.emit(Diagnostic(severity="error", message=message))

    def check_cancelled(self) -> None:
        """Raise `Cancelled` when the run was asked to stop."""
        if self.options.cancelled.is_set():
            raise Cancelled

    # The record

    def emit(self, event: Event) -> None:
        """Tell *event* and keep what the result needs of it."""
        with self.lock:
            if isinstance(event, StepDone):
                self.steps.append(event.step)
            elif isinstance(event, StepFailed):
                self.failures.append(event)
            elif isinstance(event, Diagnostic):
                self.diagnostics.append(event)
            self.options.on_event(event)

    def carry_out(self, step: Step, action: Callable[[], None]) -> bool:
        """Do *action* as *step* and record how it ended. Returns whether it succeeded."""
        self.emit(StepStarted(step=step))
        begun = time.monotonic()
        try:
            action()
        except ProviderError as error:
            self.emit(StepFailed(step=step, message=str(error), seconds=time.monotonic() - begun))
            return False
        self.emit(StepDone(step=step, seconds=time.monotonic() - begun))
        return True

    def fail(self, step: Step, message: str) -> None:
        """Record that *step* cannot be taken."""
        self.emit(StepFailed(step=step, message=message, seconds=0.0))

    def step(self, op: Op, state: ResourceState, changes: Sequence[PropertyChange] = ()) -> Step:
        """Return the step that does *op* to *state*."""
        return Step(
            op=op,
            urn=state.urn,
            type=state.type,
            name=name_of(state.urn),
            id=state.id or None,
            fidelity=self._fidelity_of(state) if state.custom else None,
            changes=changes,
            source=source_line(state.source_position),
        )

    def _fidelity_of(self, state: ResourceState) -> Fidelity | None:
        known = self.fidelity(state.type)
        return Fidelity.PARTIAL if known is Fidelity.REAL and UNSENT in state.inputs else known

    # The judge

    def judged(self, verdict: Verdict) -> bool:
        """Record *verdict*; return whether it stops the step."""
        with self.lock:
            self.violations.extend(verdict.violations)
            self.obligations.extend(verdict.obligations)
            self.waived.extend(verdict.waived)
            for violation in verdict.violations:
                self.options.on_event(violation)
        return any(violation.level == "mandatory" for violation in verdict.violations)

    # The state; a dry run leaves it alone

    @contextmanager
    def operation(self, kind: OperationType, state: ResourceState) -> Iterator[int]:
        """Make durable that *state* is about to be changed, and, where the provider fails, that it was not.

        Gives the operation's token. It stays without an end where the outcome isn't known.
        """
        token = -1 if self.dry_run else self._store.begin(kind, state)
        try:
            yield token
        except ProviderError as error:
            if not error.outcome_unknown:
                self.end(token)
            raise

    def end(self, token: int, *, put: Sequence[ResourceState] = (), remove: Sequence[ResourceState] = ()) -> None:
        """Make durable how the operation *token* ended."""
        if not self.dry_run:
            self._store.end(token, put=list(put), remove=list(remove))

    def put(self, state: ResourceState) -> None:
        """Make *state* durable."""
        if not self.dry_run:
            self._store.put(state)

    def amend(self, state: ResourceState) -> None:
        """Make a repair of *state* durable, without changing its place."""
        if not self.dry_run:
            self._store.rewrite(state)

    def remove(self, state: ResourceState) -> None:
        """Make durable that *state* is no more."""
        if not self.dry_run:
            self._store.remove(state)

    def touch(self, state: ResourceState) -> None:
        """Note that *state* was met unchanged."""
        if not self.dry_run:
            self._store.touch(state)

    def pending(self) -> list[PendingOperation]:
        """Return the operations that an earlier run left without an end."""
        return list(self._store.pending)

    def settle(self, operation: PendingOperation) -> None:
        """Forget *operation*: how it ended is known now."""
        if not self.dry_run:
            self._store.clear_pending(operation)


def resource_of(state: ResourceState, provider_inputs: Properties) -> Resource:
    """Return what a provider is told of *state*."""
    return Resource(urn=state.urn, type=state.type, name=name_of(state.urn), provider=provider_inputs)


def provider_urn(reference: str) -> str:
    """Return the URN in a provider reference `<urn>::<id>`."""
    return reference.rsplit("::", 1)[0]


def provider_inputs(reference: str, states: Mapping[str, ResourceState]) -> Properties:
    """Return the inputs of the provider that *reference* names, in clear."""
    state = states.get(provider_urn(reference)) if reference else None
    return {key: value for key, value in reveal(state.inputs).items() if key != "__internal"} if state else {}


def now() -> str:
    """Return the time as checkpoints write it."""
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")
