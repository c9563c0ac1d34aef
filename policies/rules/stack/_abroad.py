"""The ways that copies of what a store holds take out of the jurisdiction it stands in."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from pulumi_policy.proxy import UnknownValueError

from policies.graph import Graph, known
from policies.lists import gathered, those
from policies.model import Finding, Resource
from policies.read import value
from policies.references import tried
from policies.rules.stack._copies import BACKED_UP, LOGS, Copies, region_of
from policies.rules.stack._regions import by_region
from policies.rules.stack._residency import Jurisdictions, held

PLACED = BACKED_UP | LOGS
"""Types that stand in a region and hold something themselves."""


def held_to_places(graph: Graph) -> tuple[Sequence[Resource], Sequence[Finding]]:
    """Return what must stay where it stands, and an obligation for each of which nobody says where, or whether."""
    held_ones, unsure = list[Resource](), list[Finding]()
    for each in graph.resources:
        must, error = (True, None) if each.type in LOGS else tried(partial(held, each))
        if must:
            held_ones.append(each)
        elif error:
            unsure.append(Finding(message=f"{each.name}: {error.message}", urn=each.urn, obligation=True))
    _, silent = by_region(each for each in held_ones if each.type in PLACED or "region" in set(each.props))
    return [each for each in held_ones if known(each.props, "region") is not None], [*silent, *unsure]


def ways_abroad(store: Resource, copies: Copies, places: Jurisdictions) -> Iterator[str]:
    """Yield the ways out of the jurisdiction that *store* stands in, those that are known first."""
    here = places.of(value(store.props, "region"))
    seen, open_, unknown = {store.urn}, deque([[store]]), list[UnknownValueError | None]()

    def leaves(region: str | None) -> bool:
        return bool(region) and places.of(region) != here

    def told(path: Sequence[Resource], end: str = "") -> str:
        first, *others = path
        hops = [f"{first.name} ({places.place(value(first.props, 'region'))})"]
        hops += [f"{each.name} ({_place(each, places)})" for each in others]
        return f"{here}: {' -> '.join([*hops, *([f'a copy ({places.place(end)})'] if end else [])])}"

    while open_:
        path = open_.popleft()
        regions, unlisted = gathered(copies.listed(path[-1]))
        onward, untold = gathered(copies.after(path[-1]))
        abroad, undecided = tried(partial(those, regions, leaves))
        unknown += [unlisted, untold, undecided]
        yield from (told(path, region) for region in abroad or ())
        for resource in (each for each in onward if each.urn not in seen):
            seen.add(resource.urn)
            out, undecided = tried(partial(_where, resource, leaves))
            stays, unsure = tried(partial(held, resource))
            unknown += [undecided, unsure]
            if out:
                yield told([*path, resource])
            elif stays is False:
                open_.append([*path, resource])
    for error in filter(None, unknown):
        raise error


def _where(resource: Resource, leaves: Callable[[str | None], bool]) -> bool:
    return leaves(region_of(resource))


def _place(resource: Resource, places: Jurisdictions) -> str:
    """Return how a message says where *resource* stands."""
    region, unknown = tried(partial(region_of, resource))
    return "in a region that isn't known yet" if unknown else places.place(region)
