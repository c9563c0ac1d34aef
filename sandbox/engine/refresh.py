"""Refreshing: the state follows what is there now, and operations without an end get one."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from sandbox.engine.events import Op, PropertyChange
from sandbox.engine.properties import changes, conceal, conceal_outputs
from sandbox.engine.references import without_references
from sandbox.engine.run import PROVIDER_PREFIX, Run, now, provider_inputs, resource_of
from sandbox.providers.base import Fidelity, Live, ProviderError
from sandbox.state.model import PendingOperation, ResourceState
from sandbox.values import Properties, reveal


def refresh(run: Run) -> None:
    """Read every resource and make the state say what is there. Records a step for each that changed or is gone.

    What is only recorded stands as long as what it depends on: a replacement for something that went with it would
    otherwise be asked for, and refused where it is protected.
    """
    settle_pending(run)
    expect_answers(run)
    known = {state.urn: state for state in run.base}
    run.expect_targets(known)
    candidates = [state for state in run.base if _readable(state) and run.targeted(state.urn)]
    with ThreadPoolExecutor(run.options.parallel, "refresh") as executor:
        found = list(executor.map(lambda state: _read(run, state, known), candidates))
    gone: list[ResourceState] = []
    lost: set[str] = set()
    for state, live in zip(candidates, found, strict=True):
        if isinstance(live, ProviderError):
            run.fail(run.step(Op.REFRESH, state), str(live))
        elif live is None or (not lost.isdisjoint(state.dependencies) and not _emulated(run, state)):
            gone.append(state)
            if not state.delete:
                lost.add(state.urn)
        else:
            _follow(run, state, live)
    _forget(run, gone)


def is_fresh(run: Run) -> bool:
    """Return whether what one resource of each service stands for is still there, as far as they can be read.

    It isn't where the cloud behind the endpoint was started anew, or the part of it that has the service. Raises
    `ProviderError` where nothing answers.
    """
    probes = _probed(run)
    _expect_answers(probes)
    return all(live is not None for live in probes)


def expect_answers(run: Run) -> None:
    """Raise `ProviderError` where no resource can be read because nothing answers: said once, not of each."""
    _expect_answers(_probed(run))


def _expect_answers(probes: Sequence[Live | ProviderError | None]) -> None:
    silent = [live for live in probes if isinstance(live, ProviderError) and live.unanswered]
    if silent and not any(isinstance(live, Live) for live in probes):
        raise silent[0]


def _probed(run: Run) -> list[Live | ProviderError | None]:
    known = {state.urn: state for state in run.base}
    candidates = (state for state in run.base if _readable(state) and _emulated(run, state))
    ordered = sorted(candidates, key=lambda state: state.urn)  # the state's own order is that of threads
    of_services = {state.type.partition("/")[0]: state for state in ordered}
    with ThreadPoolExecutor(run.options.parallel, "probe") as executor:
        return list(executor.map(lambda state: _read(run, state, known), of_services.values()))


def settle_pending(run: Run) -> None:
    """Find out how operations ended that an earlier run left under way, and put the state right.

    One that can't be told stays under way, and its resource fails: what was being created isn't created again.
    """
    known = {state.urn: state for state in run.base}
    for operation in run.pending():
        run.check_cancelled()
        state = operation.resource
        try:
            _settle(run, operation, known)
        except ProviderError as error:
            if error.unanswered:
                raise
            run.fail(
                run.step(Op.REFRESH, state),
                f"{error} (how {operation.type} it ended isn't known; `groot state repair` forgets that it was begun)",
            )
            if operation.type == "creating":
                run.unsettled.add(state.urn)
        else:
            run.settle(operation)


def _settle(run: Run, operation: PendingOperation, known: dict[str, ResourceState]) -> None:
    state = operation.resource
    told = resource_of(state, provider_inputs(state.provider, known))
    provider = run.provider_of(state)
    if operation.type == "creating":
        physical_id = provider.find(told, reveal(state.inputs))
        if physical_id is None or any(_is(base, state.urn, physical_id) for base in run.base):
            return
        live = provider.read(told, physical_id, reveal(state.inputs), {})
        if live is not None:
            moment = now()
            _adopt(run, replace(_alive(state, live), created=moment, modified=moment))
    elif operation.type in ("updating", "deleting"):
        for base in [base for base in run.base if base.urn == state.urn and base.id == state.id]:
            live = provider.read(told, base.id, reveal(base.inputs), reveal(base.outputs))
            if live is None:
                _forget(run, [base])
            elif operation.type == "updating":
                _follow(run, base, live)


def _is(base: ResourceState, urn: str, physical_id: str) -> bool:
    """Return whether *base* stands for what is found; one deleted for its replacement may have had the same id."""
    return base.urn == urn and base.id == physical_id and not base.pending_replacement


def _adopt(run: Run, state: ResourceState) -> None:
    """Take what an interrupted create left behind into the state; a predecessor waits for its deletion."""
    for base in run.base:
        if base.urn == state.urn and not base.delete:
            if base.pending_replacement:
                run.remove(base)
            else:
                base.delete = True
                run.amend(base)
    run.base[:] = [base for base in run.base if not (base.urn == state.urn and base.pending_replacement)]
    run.amend(state)
    run.base.append(state)


def _readable(state: ResourceState) -> bool:
    return (
        state.custom
        and not state.external
        and not state.pending_replacement
        and not state.type.startswith(PROVIDER_PREFIX)
    )


def _emulated(run: Run, state: ResourceState) -> bool:
    return run.fidelity(state.type) in (Fidelity.REAL, Fidelity.PARTIAL)


def _read(run: Run, state: ResourceState, known: dict[str, ResourceState]) -> Live | ProviderError | None:
    told = resource_of(state, provider_inputs(state.provider, known))
    try:
        return run.provider_of(state).read(told, state.id, reveal(state.inputs), reveal(state.outputs))
    except ProviderError as error:
        return error


def _follow(run: Run, state: ResourceState, live: Live) -> None:
    different = _different(reveal(state.inputs), live.inputs)
    alive = _alive(state, live)
    shown: Sequence[PropertyChange] = changes(state.inputs, alive.inputs, different)
    run.carry_out(run.step(Op.REFRESH if different else Op.SAME, state, shown), lambda: None)
    if alive.inputs != state.inputs or alive.outputs != state.outputs:
        state.inputs, state.outputs, state.modified = alive.inputs, alive.outputs, now()
        run.amend(state)


def _alive(state: ResourceState, live: Live) -> ResourceState:
    return replace(
        state,
        id=live.physical_id,
        inputs=conceal(live.inputs, state.inputs),
        outputs=conceal_outputs(conceal(live.outputs, state.outputs), state.inputs, state.additional_secret_outputs),
    )


def _different(olds: Properties, news: Properties) -> list[str]:
    return [key for key in dict.fromkeys([*olds, *news]) if olds.get(key) != news.get(key)]


def _forget(run: Run, gone: Sequence[ResourceState]) -> None:
    if not gone:
        return
    seqs = {state.seq for state in gone}
    staying = [state for state in run.base if state.seq not in seqs]
    missing = {state.urn for state in gone} - {state.urn for state in staying}
    for index, state in enumerate(staying):
        whole = without_references(state, missing)
        if whole != state:
            staying[index] = whole
            run.amend(whole)
    for state in reversed(gone):
        run.carry_out(run.step(Op.DELETE, state), lambda state=state: run.remove(state))
    run.base[:] = staying
