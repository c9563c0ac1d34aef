"""What a resource's state refers to, and what becomes of it when that is renamed or gone."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sandbox.engine.run import provider_urn
from sandbox.state.model import ResourceState


def references(state: ResourceState) -> Iterable[str]:
    """Yield the URN of everything that must outlive *state*."""
    yield from state.dependencies
    for urns in state.property_dependencies.values():
        yield from urns
    if state.parent:
        yield state.parent
    if state.provider:
        yield provider_urn(state.provider)
    if state.deleted_with:
        yield state.deleted_with


def rename(states: Sequence[ResourceState], before: str, after: str) -> set[int]:
    """Let *states* that refer to a renamed resource follow it, in memory; return their `seq`s.

    On disk the store does the same.
    """
    followed = set()
    for state in states:
        if before not in references(state):
            continue
        followed.add(state.seq)
        state.parent = after if state.parent == before else state.parent
        state.deleted_with = after if state.deleted_with == before else state.deleted_with
        state.dependencies = [after if item == before else item for item in state.dependencies]
        state.property_dependencies = {
            key: [after if item == before else item for item in items]
            for key, items in state.property_dependencies.items()
        }
        if state.provider.startswith(f"{before}::"):
            state.provider = after + state.provider.removeprefix(before)
    return followed


def without_references(state: ResourceState, missing: set[str]) -> ResourceState:
    """Return *state* without its references to resources that are no more."""
    return replace(
        state,
        dependencies=[urn for urn in state.dependencies if urn not in missing],
        property_dependencies={
            key: [urn for urn in urns if urn not in missing] for key, urns in state.property_dependencies.items()
        },
        deleted_with="" if state.deleted_with in missing else state.deleted_with,
    )
