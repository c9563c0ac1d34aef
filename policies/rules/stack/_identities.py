"""The identities of a stack, and what attaches policies to them."""

from collections.abc import Iterator, Sequence

from policies.graph import Graph
from policies.model import Resource
from policies.permissions import KINDS, WAYS, Way

TYPES = {kind: frozenset({f"aws:iam/{kind}:{kind.capitalize()}"}) for kind in KINDS}
"""Types of identities, by the property that names one."""


def identities(graph: Graph) -> Sequence[Resource]:
    """Return the groups, roles and users."""
    return graph.of(each for types in TYPES.values() for each in types)


def attaching(kind: str) -> Sequence[Way]:
    """Return the ways of attaching policies to identities of a *kind*."""
    return [way for way in WAYS if way.kind == kind and way.attached]


def attachments(graph: Graph, kind: str) -> Iterator[tuple[Resource, Resource, str]]:
    """Yield each identity of a *kind*, what attaches policies to it, and the property of that which names them."""
    for way in attaching(kind):
        for giver in graph.of((way.type,)):
            if way.identity:
                yield from ((each, giver, way.prop) for each in graph.targets(giver, way.named_by, TYPES[kind]))
            elif way.prop in set(giver.props):
                yield giver, giver, way.prop
