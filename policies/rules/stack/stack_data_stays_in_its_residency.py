"""Data that is held to a jurisdiction stays in it, whatever way copies take: replicas, backups, keys and logs.

Logs are held whatever their class: they tell of data of every class. What a trail or an aggregator of findings brings
home from other regions are calls on AWS, not data of customers, and is no store's copy (docs/adr/0015).
"""

from collections import deque
from collections.abc import Iterable, Iterator

from policies.graph import Graph, StackRule
from policies.model import Finding, Resource, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.stack._copies import DESTINATION, Copies, held_to_places, region_of
from policies.rules.stack._residency import VPC, Jurisdictions, held


def _check(graph: Graph) -> Iterable[Finding | None]:
    copies, jurisdictions = Copies(graph), Jurisdictions(graph, by=(DESTINATION, VPC))
    stores, silent = held_to_places(graph)
    yield from silent
    for store in stores:
        region = value(store.props, "region")
        yield None
        here = jurisdictions.of(region)
        for path, end in _abroad(store, here, copies, jurisdictions):
            hops = [
                f"{store.name} ({jurisdictions.place(region)})",
                *(f"{each.name} ({jurisdictions.place(region_of(each))})" for each in path[1:]),
                *([f"a copy ({jurisdictions.place(end)})"] if end else []),
            ]
            yield Finding(message=f"{store.name}: its data leaves {here}: {' -> '.join(hops)}", urn=store.urn)


def _abroad(store: Resource, here: str, copies: Copies, places: Jurisdictions) -> Iterator[tuple[list[Resource], str]]:
    """Yield the ways out of *here*, each with the region of a copy that its last resource only lists."""
    seen, open_ = {store.urn}, deque([[store]])
    while open_:
        path = open_.popleft()
        yield from ((path, region) for region in copies.listed(path[-1]) if places.of(region) != here)
        for resource in copies.after(path[-1]):
            if resource.urn in seen:
                continue
            seen.add(resource.urn)
            region = region_of(resource)
            if region and places.of(region) != here:
                yield [*path, resource], ""
            elif not held(resource):
                open_.append([*path, resource])


RULE = StackRule(
    name="stack_data_stays_in_its_residency",
    title="Data that is held to a jurisdiction stays in it.",
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.DATA_RESIDENCY}),
    remediation="Let the copy rest in a region of the same residency, or the class cross borders in the settings.",
    link="https://docs.aws.amazon.com/whitepapers/latest/navigating-gdpr-compliance/welcome.html",
)
