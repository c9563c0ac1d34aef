"""One registration: what the program wants, compared with the state, becomes one step, which `steps.py` carries out."""

import threading
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sandbox.engine.deletions import Deleter
from sandbox.engine.events import Diagnostic, Op
from sandbox.engine.goal import Goal
from sandbox.engine.imports import compared, is_ignored
from sandbox.engine.judge import judged_of
from sandbox.engine.paths import PathError, parse, reset
from sandbox.engine.properties import changes, conceal, forcing
from sandbox.engine.references import rename
from sandbox.engine.run import PROVIDER_PREFIX, Run, provider_urn
from sandbox.engine.steps import Registered, Steps
from sandbox.engine.urns import name_of, urn
from sandbox.engine.wire import UNKNOWN_VALUE
from sandbox.providers.base import UNSENT, Diff, Live, ProviderError, UnknownDataSource
from sandbox.state.model import ResourceState
from sandbox.values import Path, Properties, Secret, has_unknown, reveal


class Registrar:
    """Turns goals into steps. Called from many threads, once per resource; parents and dependencies come first."""

    def __init__(self, run: Run, deleter: Deleter) -> None:
        self._run = run
        self._steps = Steps(run, deleter)
        self._old = {state.urn: state for state in run.base if not state.delete}
        self._providers_lock = threading.Lock()
        self.states = self._steps.states
        """The resources of this run, by URN, in the order they were decided."""
        self.met: set[int] = set()
        """`seq` of the old states that this run accounts for."""
        self.aliases: dict[str, list[str]] = {}
        self.claimed: set[str] = set()
        """URNs that the program has declared."""
        self._untargeted_urns: set[str] = set()
        """URNs of what would have to be created and isn't a target."""

    def register(self, goal: Goal) -> Registered:
        """Take the step that *goal* needs, or say in the run's record why it can't be taken."""
        self._run.check_cancelled()
        with self._run.lock:
            if goal.urn in self.claimed:
                raise ProviderError(f"duplicate resource URN '{goal.urn}'; give the resource a unique name")
            self.claimed.add(goal.urn)
            self.aliases[goal.urn] = goal.aliases
            old = self._recognise(goal)
        needed = self._needed(goal)
        if needed & self._steps.failed:
            return self._without_needed(goal, sorted(needed & self._untargeted_urns))
        try:
            if goal.urn in self._run.unsettled:
                return self._steps.unavailable(goal)
            if goal.fault:
                raise ProviderError(goal.fault)
            if goal.type.startswith(PROVIDER_PREFIX):
                return self._provider_resource(goal, old)
            if not goal.custom:
                return self._component(goal, old)
            if not self._run.targeted(goal.urn):
                return self._untargeted(goal, old)
            return self._resource(goal, old)
        except ProviderError as error:
            self._run.fail(self._run.step(Op.UPDATE if old else Op.CREATE, old or goal.state({})), str(error))
            return self._steps.unavailable(goal)
        except Exception as error:
            error.add_note(f"{goal.type} {name_of(goal.urn)}")
            raise

    def read(self, goal: Goal, physical_id: str) -> Registered:
        """Read an existing resource that the program refers to and does not manage.

        A preview that doesn't know its id yet leaves its outputs unknown; elsewhere what would tell the id has failed.
        """
        self._run.check_cancelled()
        with self._run.lock:
            self.claimed.add(goal.urn)
            old = self._recognise(goal)
        unknown = physical_id == UNKNOWN_VALUE
        if self._needed(goal) & self._steps.failed or (unknown and not self._run.dry_run):
            return self._steps.unavailable(goal)
        state = replace(goal.state(goal.inputs), external=True, id="" if unknown else physical_id)
        if unknown:
            self._steps.keep(Op.READ, old, state)
            return Registered(state, {}, physical_id)
        try:
            live = self._found(state, physical_id, goal)
        except ProviderError as error:
            self._run.fail(self._run.step(Op.READ, state), str(error))
            return self._steps.unavailable(goal)
        if live is None:
            self._run.fail(self._run.step(Op.READ, state), f"{goal.type} '{physical_id}' does not exist")
            return self._steps.unavailable(goal)
        state = replace(state, outputs=self._steps.outputs(state, live.outputs))
        self._steps.keep(Op.READ, old, state)
        return Registered(state, state.outputs, physical_id)

    def default_provider(self, package: str, version: str, download_url: str) -> str:
        """Return the reference of the provider that resources of *package* use when they name none."""
        name = f"default_{version.replace('.', '_')}" if version else "default"
        project = self._run.project
        with self._providers_lock:
            own = urn(project.stack, project.name, "", PROVIDER_PREFIX + package, name)
            if own not in self.states:
                prefix = f"{package}:"
                config: Properties = {
                    key.removeprefix(prefix): Secret(value) if key in project.secret_keys else value
                    for key, value in project.config.items()
                    if key.startswith(prefix)
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
            return self._steps.unavailable(goal)
        different = _different(old.outputs, outputs) if old else []
        op = Op.CREATE if old is None else Op.UPDATE if different else Op.SAME
        if old:
            state = replace(state, id=old.id)
        elif not self._run.dry_run:
            state = replace(state, id=str(uuid.uuid4()))
        self._steps.keep(op, old, state, changes(old.outputs, outputs, different) if old else ())
        return Registered(state, outputs, state.id)

    def _component(self, goal: Goal, old: ResourceState | None) -> Registered:
        state = goal.state(goal.inputs)
        if self._judge(state, goal.inputs):
            return self._steps.unavailable(goal)
        if old:
            state = replace(state, outputs=old.outputs)
        different = _different(old.inputs, goal.inputs) if old else []
        op = Op.CREATE if old is None else Op.UPDATE if different else Op.SAME
        self._steps.keep(op, old, state, changes(old.inputs, goal.inputs, different) if old else ())
        return Registered(state, goal.inputs)

    def _untargeted(self, goal: Goal, old: ResourceState | None) -> Registered:
        if old is None:
            with self._run.lock:
                self._untargeted_urns.add(goal.urn)
            return self._steps.unavailable(goal)
        self._steps.keep(Op.SAME, old, old)
        return Registered(old, old.outputs, old.id)

    def _resource(self, goal: Goal, old: ResourceState | None) -> Registered:
        provider = self._run.provider(goal.type.split(":", 1)[0])
        existing = old if old and not old.pending_replacement and not old.external else None
        ignored = self._ignored(goal)
        news = self._ignoring(goal, existing.inputs, ignored) if existing else goal.inputs
        state = goal.state({})
        told = self._steps.told(state)
        checked = provider.check(told, reveal(existing.inputs) if existing else {}, reveal(news))
        if UNSENT in checked:
            self._tell_unsent(state, checked[UNSENT])
        checked = self._remediated(state, checked)
        state = replace(state, inputs=conceal(checked, news))
        if self._judge(state, state.inputs):
            return self._steps.unavailable(goal)
        if existing is None:
            if goal.import_id:
                return self._steps.import_existing(goal, provider, state, ignored)
            return self._steps.create(goal, provider, state, old)
        diff = provider.diff(told, existing.id, reveal(existing.inputs), reveal(existing.outputs), checked)
        diff = _without(ignored, diff)
        if existing.import_id and diff.changed:
            found = compared(provider, told, existing.import_id, checked, ignored)
            diff = found.diff if found else diff
        replaces = self._replacing(goal, diff, existing, state)
        if replaces is not None:
            return self._steps.create_replacement(goal, provider, existing, state, replace(diff, replaces=replaces))
        if diff.changed or existing.init_errors:
            return self._steps.update(goal, provider, existing, state, diff)
        state = replace(
            state,
            id=existing.id,
            outputs=self._steps.outputs(state, reveal(existing.outputs)),
        )
        self._steps.keep(Op.SAME, existing, state)
        return Registered(state, state.outputs, state.id)

    def _without_needed(self, goal: Goal, untargeted: Sequence[str]) -> Registered:
        """Leave *goal* alone, since what it needs isn't there; a target says so where that is for want of a target."""
        if untargeted and self._run.targeted(goal.urn):
            message = f"needs {untargeted[0]}, which isn't there yet; make it a target as well"
            self._run.fail(self._run.step(Op.CREATE, goal.state({})), message)
        elif untargeted:
            with self._run.lock:
                self._untargeted_urns.add(goal.urn)
        return self._steps.unavailable(goal)

    # What decides which step

    @staticmethod
    def _needed(goal: Goal) -> set[str]:
        return {*goal.dependencies, goal.parent, provider_urn(goal.provider) if goal.provider else ""}

    def _recognise(self, goal: Goal) -> ResourceState | None:
        for candidate in (goal.urn, *goal.aliases):
            old = self._old.get(candidate)
            if old and old.seq not in self.met:
                self.met.add(old.seq)
                if candidate != goal.urn:
                    self._steps.renamed.update(rename(self._run.base, candidate, goal.urn))
                return old
        return None

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

    def _found(self, state: ResourceState, physical_id: str, goal: Goal) -> Live | None:
        """Return what is there; in a preview, of what nobody can read, what the program says of it."""
        try:
            return self._run.provider_of(state).read(self._steps.told(state), physical_id, {}, {})
        except UnknownDataSource:
            if not self._run.dry_run:
                raise
            return Live(physical_id=physical_id, inputs={}, outputs=dict(goal.inputs))

    def _tell_unsent(self, state: ResourceState, names: Sequence[str]) -> None:
        message = f"{state.type} {name_of(state.urn)}: {', '.join(names)} stands in the state only; nothing emulates it"
        self._run.emit(Diagnostic(severity="warning", message=message, urn=state.urn))

    def _provider_state(self, state: ResourceState) -> ResourceState | None:
        return self.states.get(provider_urn(state.provider)) if state.provider else None

    def _ignored(self, goal: Goal) -> dict[Path, str]:
        """Return the paths that *goal* ignores changes at, with their texts; what is no path ignores nothing."""
        found: dict[Path, str] = {}
        for text in goal.ignore_changes:
            try:
                found[parse(text)] = text
            except PathError as error:
                self._run.emit(Diagnostic(severity="warning", message=f"ignore_changes: {error}", urn=goal.urn))
        return found

    def _ignoring(self, goal: Goal, olds: Properties, ignored: Mapping[Path, str]) -> Properties:
        news, unreachable = reset(goal.inputs, olds, list(ignored)) if ignored else (goal.inputs, [])
        if unreachable:
            paths = ", ".join(ignored[path] for path in unreachable)
            message = f"{name_of(goal.urn)}: cannot ignore changes in added or removed elements of {paths}"
            self._run.emit(Diagnostic(severity="info", message=message, urn=goal.urn))
        return news

    def _replacing(self, goal: Goal, diff: Diff, old: ResourceState, new: ResourceState) -> list[str] | None:
        """Return the properties that make a replacement necessary, or None when none do."""
        try:
            paths = [parse(text) for text in goal.replace_on_changes]
        except PathError as error:
            raise ProviderError(f"replace_on_changes: {error}") from None
        asked = forcing(paths, old.inputs, new.inputs, diff.changed) if paths else []
        with_others = [item for item in goal.replace_with if item in self._steps.replaced]
        return list(dict.fromkeys((*diff.replaces, *asked, *with_others))) or None


def _different(olds: Properties, news: Properties) -> list[str]:
    return [key for key in {**olds, **news} if reveal(olds.get(key)) != reveal(news.get(key))]


def _without(ignored: Collection[Path], diff: Diff) -> Diff:
    """Return *diff* without the whole properties that are ignored: what a provider works out follows no input."""
    if not ignored:
        return diff

    def left(names: Sequence[str]) -> list[str]:
        return [name for name in names if not is_ignored(name, ignored)]

    return replace(diff, changed=left(diff.changed), replaces=left(diff.replaces))
