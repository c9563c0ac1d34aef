"""Looking at what may be known in part where what isn't can only add to what is found: it is noted in the graph."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from pulumi_policy.proxy import UnknownValueError

from policies.graph import Graph
from policies.lists import gathered
from policies.model import Resource
from policies.references import tried

R = TypeVar("R")


def asked(graph: Graph, resource: Resource, question: Callable[[], R]) -> R | None:
    """Return what *question* says of *resource*, None where that is not known yet."""
    answer, unknown = tried(question)
    if unknown:
        graph.pass_over(resource, unknown)
    return answer


def noted(graph: Graph, resource: Resource, found: Iterable[R]) -> Sequence[R]:
    """Return of *found*, a list that *resource* has, what is known."""
    known, unknown = gathered(found)
    if unknown:
        graph.pass_over(resource, unknown)
    return known


def some_targets(graph: Graph, resource: Resource, prop: str, types: frozenset[str]) -> tuple[list[Resource], bool]:
    """Return the `targets` of *resource* in *graph*, and whether there may be more."""
    unknown: list[UnknownValueError] = []
    found = graph.targets(resource, prop, types, unknown.append)
    for error in unknown:
        graph.pass_over(resource, error)
    return found, bool(unknown)
