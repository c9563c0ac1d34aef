"""What a place comes from and goes to, near first: for a terminal, or as a JSON document."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from governance.loading import Catalogue
from governance.model import Category
from ops.lineage.graph import Graph, Place


@dataclass(frozen=True)
class Reached:
    """A place, and how it is reached."""

    place: Place
    job: str
    depth: int
    """Steps from where was asked."""


def reached(graph: Graph, start: Place, *, down: bool) -> Iterator[Reached]:
    """Yield what is made of *start*, or with *down* false what it is made of; each place once, in its first branch."""
    seen, ahead = {start}, [Reached(start, "", 0)]
    while ahead:
        here = ahead.pop()
        if here.depth:
            yield here
        for step in reversed(graph.beside(here.place, down=down)):
            other = step.target if down else step.source
            if other not in seen:
                seen.add(other)
                ahead.append(Reached(other, step.job, here.depth + 1))


def document(graph: Graph, catalogue: Catalogue, start: Place) -> dict[str, Any]:
    """Return what *start* is, comes from and goes to."""
    return {
        **_described(graph, catalogue, start),
        "comes_from": [_step(graph, catalogue, each) for each in reached(graph, start, down=False)],
        "goes_to": [_step(graph, catalogue, each) for each in reached(graph, start, down=True)],
        "decided_by": [str(each) for each in sorted(graph.decides.get(start.dataset, ()))],
    }


def lines(found: dict[str, Any]) -> Iterator[str]:
    """Yield what *found*, a document, says, a line each."""
    yield f"{found['place']}{_told(found)}"
    for way, heading in (("comes_from", "comes from"), ("goes_to", "goes to")):
        yield f"{heading}{'' if found[way] else ' nothing that is known'}"
        yield from (f"{'  ' * each['depth']}{each['place']}  by {each['job']}{_told(each)}" for each in found[way])
    if found["decided_by"]:
        yield f"its rows hang on {', '.join(found['decided_by'])}"


def categories(graph: Graph, catalogue: Catalogue, place: Place) -> list[str]:
    """Return what *place* may say of somebody, by the fields of the contracts that it is made of."""
    origins = [place, *(each.place for each in reached(graph, place, down=False))]
    found = {catalogue.fields.get(f"{each.dataset}#{each.column}", Category.NONE) for each in origins}
    return sorted(each.value for each in found - {Category.NONE})


def _step(graph: Graph, catalogue: Catalogue, each: Reached) -> dict[str, Any]:
    return {**_described(graph, catalogue, each.place), "job": each.job, "depth": each.depth}


def _described(graph: Graph, catalogue: Catalogue, place: Place) -> dict[str, Any]:
    store = graph.stores.get(place.dataset)
    data_class = catalogue.stores[store].data_class.value if store else None
    return {
        "place": str(place),
        "store": store,
        "data_class": data_class,
        "categories": categories(graph, catalogue, place),
    }


def _told(each: dict[str, Any]) -> str:
    told = [", ".join(each["categories"]), f"in {each['store']}, {each['data_class']}" if each["store"] else ""]
    return f"  ({'; '.join(part for part in told if part)})" if any(told) else ""
