"""One registration: what the program wants, compared with the state, becomes one step."""

import threading
import uuid
from dataclasses import dataclass, replace

from sandbox.engine.deletions import Deleter
from sandbox.engine.events import Diagnostic, Op, PropertyChange
from sandbox.engine.goal import Goal
from sandbox.engine.properties import changes, conceal, ignore_changes, matches
from sandbox.engine.references import rename
from sandbox.engine.run import (
    PROVIDER_PREFIX,
    Run,
    judged_of,
    now,
    provider_inputs,
    provider_urn,
    resource_of,
)
from sandbox.engine.urns import name_of, urn
from sandbox.providers.base import Diff, Provider, ProviderError, Resource
from sandbox.state.model import ResourceState
from sandbox.values import Properties, has_unknown, reveal


@dataclass(frozen=True)
class Registered:
    """What the program is told. `ok` is False when the resource's values will not be known in this run."""

    state: ResourceState
    outputs: Properties
    id: str = ""
    ok: bool = True


class Registrar:
    """Turns goals into steps. Called from many threads, once per resource; parents and dependencies come first."""

    def __init__(self, run: Run, deleter: Deleter) -> None:
        self._run = run
        self._deleter = deleter
        self._old = {state.urn: state for state in run.base if not state.delete}
        self._providers_lock = threading.Lock()
        self.states: dict[str, ResourceState] = {}
        """The resources of this run, by URN, in the order they were decided."""
        self.met: set[int] = set()
        """`seq` of the old states that this run accounts for."""
        self.failed: set[str] = set()
        """URNs whose values this run does not know: what depends on them is left alone."""
        self.aliases: dict[str, list[str]] = {}
        self._replaced: set[str] = set()
        self._renamed: set[int] = set()
        self._claimed: set[str] = set()

    def register(self, goal: Goal) -> Registered:
        """Take the step that *goal* needs, or say in the run's record why it can't be taken."""
        self._run.check_cancelled()
        with self._run.lock:
            if goal.urn in self._claimed:
                raise ProviderError(f"duplicate resource URN '{goal.urn}'; give the resource a unique name")
            self._claimed.add(goal.urn)
            self.aliases[goal.urn] = goal.aliases
            old = self._recognise(goal)
        needed = {*goal.dependencies, goal.parent, provider_urn(goal.provider) if goal.provider else ""}
        if needed & self.failed:
            return self._unavailable(goal)
        try:
            if goal.type.startswith(PROVIDER_PREFIX):
                return self._provider_resource(goal, old)
            if not goal.custom:
                return self._component(goal, old)
            if not self._run.targeted(goal.urn):
                return self._untargeted(goal, old)
            return self._resource(goal, old)
        except ProviderError as error:
            self._run.fail(self._run.step(Op.UPDATE if old else Op.CREATE, old or goal.state({})), str(error))
            return self._unavailable(goal)
        except Exception as error:
            error.add_note(f"{goal.type} {name_of(goal.urn)}")
            raise

    def read(self, goal: Goal, physical_id: str) -> Registered:
        """Read an existing resource that the program refers to and does not manage."""
        self._run.check_cancelled()
        with self._run.lock:
            old = self._recognise(goal)
        state = replace(goal.state(goal.inputs), external=True, id=physical_id)
        live = self._run.provider_of(state).read(self._told(state), physical_id, {}, {})
        if live is None:
            self._run.fail(self._run.step(Op.READ, state), f"{goal.type} '{physical_id}' does not exist")
            return self._unavailable(goal)
        state = replace(state, outputs=conceal(live.outputs, goal.inputs, goal.additional_secret_outputs))
        self._keep(Op.READ, old, state)
        return Registered(state, state.outputs, physical_id)

    def default_provider(self, package: str, version: str, download_url: str) -> str:
        """Return the reference of the provider that resources of *package* use when they name none."""
        name = f"default_{version.replace('.', '_')}" if version else "default"
        project = self._run.project
        with self._providers_lock:
            own = urn(project.stack, project.name, "", PROVIDER_PREFIX + package, name)
            if own not in self.states:
                prefix = f"{package}:"
                config = {
                    key.removeprefix(prefix): value for key, value in project.config.items() if key.startswith(prefix)
                }
                if download_url:
                    config["pluginDownloadURL"] = download_url
                self.register(
                    Goal(urn=own, type=PROVIDER_PREFIX + package, custom=True, inputs=config, version=version)
                )
            return f"{own}::{self.states[own].id}"

    def outputs(self, resource_urn: str, outputs: Properties) -> None:
        """Keep the *outputs* that a component, or the stack, has registered."""
        with self._run.lock:
            state = self.states.get(resource_urn)
            if state is None:
                return
            known = {key: value for key, value in outputs.items() if not has_unknown(value)}
            updated = replace(state, outputs=outputs if self._run.dry_run else known)
            self.states[resource_urn] = updated
        if updated.outputs != state.outputs:
            self._run.put(updated)

    # Each kind of resource

    def _provider_resource(self, goal: Goal, old: ResourceState | None) -> Registered:
        version = {"version": goal.version} if goal.version else {}
        outputs = {**goal.inputs, **version}
        state = replace(goal.state({"__internal": {}, **outputs}), outputs=outputs)
        if self._judge(state, outputs):
            return self._unavailable(goal)
        different = [
            key for key in {*outputs, *(old.outputs if old else {})} if old and outputs.get(key) != old.outputs.get(key)
        ]
        op = Op.CREATE if old is None else Op.UPDATE if different else Op.SAME
        if old:
            state = replace(state, id=old.id)
        elif not self._run.dry_run:
            state = replace(state, id=str(uuid.uuid4()))
        self._keep(op, old, state, changes(old.outputs, outputs, different) if old else ())
        return Registered(state, outputs, state.id)

    def _component(self, goal: Goal, old: ResourceState | None) -> Registered:
        state = goal.state(goal.inputs)
        if self._judge(state, goal.inputs):
            return self._unavailable(goal)
        if old:
            state = replace(state, outputs=old.outputs)
        self._keep(Op.SAME if old else Op.CREATE, old, state)
        return Registered(state, goal.inputs)

    def _untargeted(self, goal: Goal, old: ResourceState | None) -> Registered:
        if old is None:
            return self._unavailable(goal)
        self._keep(Op.SAME, old, old)
        return Registered(old, old.outputs, old.id)

    def _resource(self, goal: Goal, old: ResourceState | None) -> Registered:
        provider = self._run.provider(goal.type.split(":", 1)[0])
        existing = old if old and not old.pending_replacement and not old.external else None
        if existing:
            news = ignore_changes(goal.inputs, existing.inputs, goal.ignore_changes)
            goal = replace(goal, inputs=news)
        state = goal.state({})
        told = resource_of(state, provider_inputs(goal.provider, self.states))
        checked = provider.check(told, reveal(existing.inputs) if existing else {}, reveal(goal.inputs))
        checked = self._remediated(state, checked)
        state = replace(state, inputs=conceal(checked, goal.inputs))
        if self._judge(state, state.inputs):
            return self._unavailable(goal)
        if existing is None:
            if goal.import_id:
                return self._import(goal, provider, state)
            return self._create(goal, provider, state, old)
        diff = provider.diff(told, existing.id, reveal(existing.inputs), reveal(existing.outputs), checked)
        replaces = self._replacing(goal, diff)
        if replaces is not None:
            return self._replace(goal, provider, existing, state, replace(diff, replaces=replaces))
        if diff.changed or existing.init_errors:
            return self._update(goal, provider, existing, state, diff)
        state = replace(
            state,
            id=existing.id,
            outputs=conceal(reveal(existing.outputs), state.inputs, goal.additional_secret_outputs),
        )
        self._keep(Op.SAME, existing, state)
        return Registered(state, state.outputs, state.id)

    # Steps

    def _create(self, goal: Goal, provider: Provider, state: ResourceState, old: ResourceState | None) -> Registered:
        step = self._run.step(Op.REPLACE if old and old.pending_replacement else Op.CREATE, state)
        if self._run.dry_run:
            return self._foresee(step.op, provider, state, old)
        told = self._told(state)

        def create() -> None:
            nonlocal state
            token = self._run.begin("creating", state)
            try:
                physical_id, outputs = provider.create(told, reveal(state.inputs))
            except ProviderError as error:
                if not error.outcome_unknown:
                    self._run.end(token)
                raise
            state = self._made(state, physical_id, outputs)
            self._run.end(token, put=[state], remove=[old] if old else [])

        if not self._run.carry_out(step, create):
            return self._unavailable(goal)
        self._record(state)
        return Registered(state, state.outputs, state.id)

    def _update(
        self, goal: Goal, provider: Provider, old: ResourceState, state: ResourceState, diff: Diff
    ) -> Registered:
        shown = changes(old.inputs, state.inputs, diff.changed)
        step = self._run.step(Op.UPDATE, replace(state, id=old.id), shown)
        told = self._told(state)
        state = replace(state, id=old.id, created=old.created, modified=now(), seq=old.seq)
        if self._run.dry_run:
            outputs = provider.preview(told, reveal(state.inputs), reveal(old.outputs))
            state = replace(state, outputs=conceal(outputs, state.inputs, state.additional_secret_outputs))
            self._keep(Op.UPDATE, old, state, shown)
            return Registered(state, state.outputs, state.id)

        def update() -> None:
            nonlocal state
            token = self._run.begin("updating", replace(state, outputs=old.outputs))
            try:
                outputs = provider.update(told, old.id, reveal(old.inputs), reveal(old.outputs), reveal(state.inputs))
            except ProviderError as error:
                if not error.outcome_unknown:
                    self._run.end(token)
                raise
            state = replace(state, outputs=conceal(outputs, state.inputs, state.additional_secret_outputs))
            self._run.end(token, put=[state])

        if not self._run.carry_out(step, update):
            return self._unavailable(goal)
        self._record(state)
        return Registered(state, state.outputs, state.id)

    def _replace(
        self, goal: Goal, provider: Provider, old: ResourceState, state: ResourceState, diff: Diff
    ) -> Registered:
        shown = changes(old.inputs, state.inputs, diff.changed, diff.replaces)
        step = self._run.step(Op.REPLACE, state, shown)
        if old.protect:
            self._run.fail(
                step, f"is protected and would be replaced because of {', '.join(diff.replaces)}; unprotect it first"
            )
            return self._unavailable(goal)
        self._replaced.add(goal.urn)
        told = self._told(state)
        state = replace(state, inputs=conceal(provider.check(told, {}, reveal(goal.inputs)), goal.inputs))
        if self._run.dry_run:
            return self._foresee(Op.REPLACE, provider, state, old, shown)
        first = diff.delete_before_replace if goal.delete_before_replace is None else goal.delete_before_replace
        if first and not self._deleter.clear_way(old, self.states):
            return self._unavailable(goal)

        def create() -> None:
            nonlocal state
            token = self._run.begin("creating", state)
            try:
                physical_id, outputs = provider.create(told, reveal(state.inputs))
            except ProviderError as error:
                if not error.outcome_unknown:
                    self._run.end(token)
                raise
            state = self._made(state, physical_id, outputs)
            if first:
                self._run.end(token, put=[state], remove=[old])
            else:
                old.delete = True
                self._run.end(token, put=[state, old])

        if not self._run.carry_out(step, create):
            return self._unavailable(goal)
        self._record(state)
        return Registered(state, state.outputs, state.id)

    def _import(self, goal: Goal, provider: Provider, state: ResourceState) -> Registered:
        told = self._told(state)
        live = provider.read(told, goal.import_id, {}, {})
        step = self._run.step(Op.IMPORT, replace(state, id=goal.import_id))
        if live is None:
            self._run.fail(step, f"{goal.type} '{goal.import_id}' does not exist, so it can't be imported")
            return self._unavailable(goal)
        diff = provider.diff(told, live.physical_id, live.inputs, live.outputs, reveal(state.inputs))
        if diff.changed:
            self._run.fail(
                step,
                f"inputs to import do not match the existing resource: {', '.join(sorted(diff.changed))}; "
                "make the program say what is there, import, then change it",
            )
            return self._unavailable(goal)
        state = replace(self._made(state, live.physical_id, live.outputs), import_id=goal.import_id)
        self._keep(Op.IMPORT, None, state)
        return Registered(state, state.outputs, state.id)

    def _foresee(
        self,
        op: Op,
        provider: Provider,
        state: ResourceState,
        old: ResourceState | None,
        shown: list[PropertyChange] | tuple[()] = (),
    ) -> Registered:
        outputs = provider.preview(self._told(state), reveal(state.inputs), {})
        state = replace(state, outputs=conceal(outputs, state.inputs, state.additional_secret_outputs))
        self._keep(op, old, state, shown)
        return Registered(state, state.outputs)

    # Bookkeeping

    def _recognise(self, goal: Goal) -> ResourceState | None:
        for candidate in (goal.urn, *goal.aliases):
            old = self._old.get(candidate)
            if old and old.seq not in self.met:
                self.met.add(old.seq)
                if candidate != goal.urn:
                    self._renamed.update(rename(self._run.base, candidate, goal.urn))
                return old
        return None

    def _told(self, state: ResourceState) -> Resource:
        return resource_of(state, provider_inputs(state.provider, self.states))

    def _judge(self, state: ResourceState, props: Properties) -> bool:
        judge = self._run.options.judge
        if judge is None:
            return False
        stopped = self._run.judged(judge.resource(judged_of(state, props, self._provider_state(state))))
        return stopped and not self._run.dry_run

    def _remediated(self, state: ResourceState, checked: Properties) -> Properties:
        judge = self._run.options.judge
        mended = judge.remediate(judged_of(state, checked, self._provider_state(state))) if judge else {}
        if not mended:
            return checked
        message = f"{name_of(state.urn)}: a policy put right {', '.join(sorted(mended))}"
        self._run.emit(Diagnostic(severity="info", message=message, urn=state.urn))
        return {**checked, **mended}

    def _provider_state(self, state: ResourceState) -> ResourceState | None:
        return self.states.get(provider_urn(state.provider)) if state.provider else None

    def _replacing(self, goal: Goal, diff: Diff) -> list[str] | None:
        """Return the properties that make a replacement necessary, or None when none do."""
        asked = [path for path in goal.replace_on_changes if matches(path, diff.changed)]
        replaces = [*diff.replaces, *asked, *(item for item in goal.replace_with if item in self._replaced)]
        return replaces or None

    def _made(self, state: ResourceState, physical_id: str, outputs: Properties) -> ResourceState:
        moment = now()
        concealed = conceal(outputs, state.inputs, state.additional_secret_outputs)
        return replace(state, id=physical_id, outputs=concealed, created=moment, modified=moment)

    def _keep(
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
        if old is not None and state == old and old.seq not in self._renamed:
            self._run.touch(old)
        else:
            self._run.put(state)
        self._record(state)

    def _record(self, state: ResourceState) -> None:
        with self._run.lock:
            self.states[state.urn] = state

    def _unavailable(self, goal: Goal) -> Registered:
        with self._run.lock:
            self.failed.add(goal.urn)
        return Registered(goal.state({}), {}, ok=False)
