"""One step carried out: what a registration needs is done in the cloud and written into the state.

A preview does nothing and foresees what it can.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from sandbox.engine.deletions import Deleter
from sandbox.engine.events import Op, PropertyChange, Step
from sandbox.engine.goal import Goal
from sandbox.engine.imports import compared
from sandbox.engine.properties import changes, conceal, conceal_outputs
from sandbox.engine.run import Run, now, provider_inputs, provider_urn, resource_of
from sandbox.providers.base import Diff, Provider, Resource
from sandbox.state.model import ResourceState
from sandbox.values import Path, Properties, reveal


@dataclass(frozen=True)
class Registered:
    """What the program is told. `ok` is False when the resource's values will not be known in this run."""

    state: ResourceState
    outputs: Properties
    id: str = ""
    ok: bool = True


class Steps:
    """Carries out steps, and keeps what became of the run's resources."""

    def __init__(self, run: Run, deleter: Deleter) -> None:
        self._run = run
        self._deleter = deleter
        self.states: dict[str, ResourceState] = {}
        """The resources of this run, by URN, in the order they were decided."""
        self.failed: set[str] = set()
        """URNs whose values this run does not know: what depends on them is left alone."""
        self.replaced: set[str] = set()
        """URNs of what this run replaces."""
        self.renamed: set[int] = set()
        """`seq` of the old states whose references follow a rename."""

    def told(self, state: ResourceState) -> Resource:
        """Return what a provider is told of *state*."""
        return resource_of(state, provider_inputs(state.provider, self.states))

    def outputs(self, state: ResourceState, outputs: Properties) -> Properties:
        """Return the *outputs* of *state* with secret what is to be."""
        provider = self.states.get(provider_urn(state.provider)) if state.provider else None
        return conceal_outputs(
            outputs, state.inputs, state.additional_secret_outputs, provider.inputs if provider else None
        )

    def create(self, goal: Goal, provider: Provider, state: ResourceState, old: ResourceState | None) -> Registered:
        """Create *state*; *old* is what a replacement deleted before, or an external resource."""
        step = self._run.step(Op.REPLACE if old and old.pending_replacement else Op.CREATE, state)
        if self._run.dry_run:
            return self._foresee(step.op, provider, state, old)
        return self._make(goal, step, provider, state, gone=old)

    def update(
        self, goal: Goal, provider: Provider, old: ResourceState, state: ResourceState, diff: Diff
    ) -> Registered:
        """Make *old* what *state* says, in place."""
        shown = changes(old.inputs, state.inputs, diff.changed)
        step = self._run.step(Op.UPDATE, replace(state, id=old.id), shown)
        told = self.told(state)
        state = replace(state, id=old.id, created=old.created, modified=now(), seq=old.seq)
        if self._run.dry_run:
            outputs = provider.preview(told, reveal(state.inputs), reveal(old.outputs))
            state = replace(state, outputs=self.outputs(state, outputs))
            self.keep(Op.UPDATE, old, state, shown)
            return Registered(state, state.outputs, state.id)

        def update() -> None:
            nonlocal state
            with self._run.operation("updating", replace(state, outputs=old.outputs)) as token:
                outputs = provider.update(told, old.id, reveal(old.inputs), reveal(old.outputs), reveal(state.inputs))
                state = replace(state, outputs=self.outputs(state, outputs))
                self._run.end(token, put=[state])

        if not self._run.carry_out(step, update):
            return self.unavailable(goal)
        self._record(state)
        return Registered(state, state.outputs, state.id)

    def create_replacement(
        self, goal: Goal, provider: Provider, old: ResourceState, state: ResourceState, diff: Diff
    ) -> Registered:
        """Create *state* in place of *old*, which is deleted afterwards, or before where both can't be."""
        shown = changes(old.inputs, state.inputs, diff.changed, diff.replaces)
        step = self._run.step(Op.REPLACE, state, shown)
        if goal.protect:
            self._run.fail(
                step,
                f"is protected and would be replaced because of {', '.join(diff.replaces)}; take `protect` off in the "
                "program first",
            )
            return self.unavailable(goal)
        self.replaced.add(goal.urn)
        told = self.told(state)
        state = replace(state, inputs=conceal(provider.check(told, {}, reveal(goal.inputs)), goal.inputs))
        taken = provider.collides(told, old.id, reveal(old.inputs), reveal(state.inputs))
        first = taken if goal.delete_before_replace is None else goal.delete_before_replace
        if taken and not first:
            self._run.fail(step, "has the name of what it replaces; give it another, or let that be deleted first")
            return self.unavailable(goal)
        if first and not self._deleter.clear_way(old, self.states):
            return self.unavailable(goal)
        if self._run.dry_run:
            return self._foresee(Op.REPLACE, provider, state, old, shown)
        if not first:
            return self._make(goal, step, provider, state, left=old)
        return self._make(goal, step, provider, state, gone=old)

    def import_existing(
        self, goal: Goal, provider: Provider, state: ResourceState, ignored: Collection[Path]
    ) -> Registered:
        """Take what is there into the state, if it is what *state* says."""
        step = self._run.step(Op.IMPORT, replace(state, id=goal.import_id))
        found = compared(provider, self.told(state), goal.import_id, reveal(state.inputs), ignored)
        if found is None:
            self._run.fail(step, f"{goal.type} '{goal.import_id}' does not exist, so it can't be imported")
            return self.unavailable(goal)
        if found.diff.changed:
            self._run.fail(
                step,
                f"inputs to import do not match the existing resource: {', '.join(sorted(found.diff.changed))}; "
                "make the program say what is there, import, then change it",
            )
            return self.unavailable(goal)
        state = replace(state, inputs=conceal(found.inputs, state.inputs))
        state = replace(self._made(state, found.live.physical_id, found.live.outputs), import_id=goal.import_id)
        self.keep(Op.IMPORT, None, state)
        return Registered(state, state.outputs, state.id)

    def keep(
        self,
        op: Op,
        old: ResourceState | None,
        state: ResourceState,
        shown: list[PropertyChange] | tuple[()] = (),
    ) -> None:
        """Record a step that needs no call, and what the resource is now."""
        if old is not None:
            state.seq = old.seq
            state.created = old.created
            state.modified = old.modified if op is Op.SAME else now()
            if op is Op.SAME and old.import_id:
                state.import_id = old.import_id
        elif not state.created:
            state.created = state.modified = now()
        self._run.carry_out(self._run.step(op, state, shown), lambda: None)
        if old is not None and state == old and old.seq not in self.renamed:
            self._run.touch(old)
        else:
            self._run.put(state)
        self._record(state)

    def unavailable(self, goal: Goal) -> Registered:
        """Note that the values of *goal* will not be known, and return what its program is told then."""
        with self._run.lock:
            self.failed.add(goal.urn)
        return Registered(goal.state({}), {}, ok=False)

    def _make(
        self,
        goal: Goal,
        step: Step,
        provider: Provider,
        state: ResourceState,
        *,
        gone: ResourceState | None = None,
        left: ResourceState | None = None,
    ) -> Registered:
        """Create *state*. With it *gone* leaves the state, or *left* stays to be deleted once nothing needs it."""
        told = self.told(state)

        def create() -> None:
            nonlocal state
            with self._run.operation("creating", state) as token:
                physical_id, outputs = provider.create(told, reveal(state.inputs))
                state = self._made(state, physical_id, outputs)
                if left:
                    left.delete = True
                self._run.end(token, put=[state, left] if left else [state], remove=[gone] if gone else [])

        if not self._run.carry_out(step, create):
            return self.unavailable(goal)
        self._record(state)
        return Registered(state, state.outputs, state.id)

    def _foresee(
        self,
        op: Op,
        provider: Provider,
        state: ResourceState,
        old: ResourceState | None,
        shown: list[PropertyChange] | tuple[()] = (),
    ) -> Registered:
        outputs = provider.preview(self.told(state), reveal(state.inputs), {})
        state = replace(state, outputs=self.outputs(state, outputs))
        self.keep(op, old, state, shown)
        return Registered(state, state.outputs)

    def _made(self, state: ResourceState, physical_id: str, outputs: Properties) -> ResourceState:
        moment = now()
        return replace(state, id=physical_id, outputs=self.outputs(state, outputs), created=moment, modified=moment)

    def _record(self, state: ResourceState) -> None:
        with self._run.lock:
            self.states[state.urn] = state
