"""Deleting: what depends on a thing goes before it, and nothing protected goes at all."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from sandbox.engine.events import Op
from sandbox.engine.paths import parsed, reset
from sandbox.engine.properties import forcing
from sandbox.engine.references import references
from sandbox.engine.run import PROVIDER_PREFIX, Cancelled, Run, provider_inputs, resource_of
from sandbox.state.model import ResourceState
from sandbox.values import UNKNOWN, Properties, reveal


class Deleter:
    """Deletes resources of the state."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def delete(self, doomed: Sequence[ResourceState], states: Mapping[str, ResourceState]) -> None:
        """Delete *doomed*, dependents first, as many at once as the run allows.

        *states* are the live resources, among them the providers. Nothing is deleted when one of *doomed* is
        protected or needed by a resource that stays.
        """
        if self._refused(doomed):
            return
        known = {**{state.urn: state for state in self._run.base}, **states}
        gone = {state.urn for state in doomed}
        waiting, unlocks = _order(doomed)
        by_seq = {state.seq: state for state in doomed}
        ready = [state for state in reversed(doomed) if not waiting[state.seq]]
        running: dict[Future[bool], ResourceState] = {}
        with ThreadPoolExecutor(self._run.options.parallel, "delete") as executor:
            while ready or running:
                if not self._run.options.cancelled.is_set():
                    for state in ready:
                        running[executor.submit(self._delete, state, known, gone)] = state
                ready = []
                done, _ = wait(running, return_when=FIRST_COMPLETED) if running else ((), ())
                for future in done:
                    state = running.pop(future)
                    if not future.result():
                        continue
                    for seq in unlocks[state.seq]:
                        waiting[seq] -= 1
                        if not waiting[seq]:
                            ready.append(by_seq[seq])
        if self._run.options.cancelled.is_set():
            raise Cancelled

    def clear_way(self, original: ResourceState, states: Mapping[str, ResourceState]) -> bool:
        """Delete *original* before its replacement is created, and first those that must be replaced with it.

        They stay in the state as pending replacements until the program registers them again; a dry run marks
        those that go along, so that it tells of them too. Returns whether the way is clear.
        """
        known = {**{state.urn: state for state in self._run.base}, **states}
        along = self._replaced_with(original, known)
        chain = [original, *along]
        if self._refused(along, staying=False):
            return False
        if self._run.dry_run:
            for state in chain[1:]:
                state.pending_replacement = True
            return True
        return all(self._delete_original(state, known) for state in reversed(chain))

    def _refused(self, doomed: Sequence[ResourceState], *, staying: bool = True) -> bool:
        seqs = {state.seq for state in doomed}
        refused = False
        for state in doomed:
            if state.protect and not state.delete:  # what is replaced was asked for when it was
                self._run.fail(
                    self._run.step(Op.DELETE, state), f"is protected; first: groot state unprotect '{state.urn}'"
                )
                refused = True
        if staying and self._run.options.targets:
            gone = {state.urn for state in doomed}
            for state in self._run.base:
                if state.seq not in seqs and (needs := gone & set(references(state))):
                    self._run.fail(
                        self._run.step(Op.DELETE, state), f"depends on {sorted(needs)[0]}; make it a target as well"
                    )
                    refused = True
        return refused

    def _delete(self, state: ResourceState, known: Mapping[str, ResourceState], gone: set[str]) -> bool:
        step = self._run.step(_op(state), state)
        nothing_to_call = (
            not state.custom
            or state.external
            or state.retain_on_delete
            or state.pending_replacement
            or state.type.startswith(PROVIDER_PREFIX)
            or state.deleted_with in gone
        )
        if nothing_to_call:
            return self._run.carry_out(step, lambda: self._run.remove(state))

        def delete() -> None:
            if self._run.dry_run:
                return
            with self._run.operation("deleting", state) as token:
                self._call(state, known)
                self._run.end(token, remove=[state])

        return self._run.carry_out(step, delete)

    def _delete_original(self, state: ResourceState, known: Mapping[str, ResourceState]) -> bool:
        def delete() -> None:
            with self._run.operation("deleting", state) as token:
                if not state.retain_on_delete:
                    self._call(state, known)
                state.pending_replacement = True
                self._run.end(token, put=[state])

        return self._run.carry_out(self._run.step(Op.DELETE_REPLACED, state), delete)

    def _call(self, state: ResourceState, known: Mapping[str, ResourceState]) -> None:
        told = resource_of(state, provider_inputs(state.provider, known))
        self._run.provider_of(state).delete(told, state.id, reveal(state.inputs), reveal(state.outputs))

    def _replaced_with(self, original: ResourceState, known: Mapping[str, ResourceState]) -> list[ResourceState]:
        """Return, in the state's order, the dependents that an unknown value of *original* forces to be replaced."""
        replaced = {original.urn}
        found = []
        for state in self._run.base:
            hit = [key for key, urns in state.property_dependencies.items() if replaced & set(urns)]
            if not hit or not state.custom or state.delete or state.pending_replacement:
                continue
            olds = reveal(state.inputs)
            news: Properties = {**olds, **dict.fromkeys(hit, UNKNOWN)}
            news, _ = reset(news, olds, parsed(state.ignore_changes))
            told = resource_of(state, provider_inputs(state.provider, known))
            diff = self._run.provider_of(state).diff(told, state.id, olds, reveal(state.outputs), news)
            if diff.replaces or forcing(parsed(state.replace_on_changes), olds, news, diff.changed):
                replaced.add(state.urn)
                found.append(state)
        return found


def _op(state: ResourceState) -> Op:
    if state.retain_on_delete:
        return Op.RETAIN
    return Op.DELETE_REPLACED if state.delete or state.pending_replacement else Op.DELETE


def _order(doomed: Sequence[ResourceState]) -> tuple[dict[int, int], dict[int, list[int]]]:
    """Return how many dependents each waits for, and whom each one's end unlocks, by `seq`."""
    by_urn: dict[str, list[ResourceState]] = defaultdict(list)
    for state in doomed:
        by_urn[state.urn].append(state)
    waiting = {state.seq: 0 for state in doomed}
    unlocks: dict[int, list[int]] = defaultdict(list)
    for state in doomed:
        needed = {other.seq for urn in set(references(state)) for other in by_urn.get(urn, ()) if other is not state}
        for seq in needed:
            waiting[seq] += 1
            unlocks[state.seq].append(seq)
    return waiting, unlocks
