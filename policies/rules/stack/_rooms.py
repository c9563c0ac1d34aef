"""Which rooms of the platform a stack leaves out: where one is, nothing asks for its parts, and one rule says so.

What needs a room stays judged: a store without backups is one, whether or not backups were meant to be there.
"""

from collections.abc import Iterable

from policies.graph import LEFT_OUT, Graph, StackRule
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective


def demanded(graph: Graph, room: str) -> None:
    """Raise `NotApplicable` when *room* is left out: the rule that `in_place` makes answers for it."""
    for mark in _marks(graph, room):
        raise NotApplicable(f"{mark.name}: the stack has no such room")


def in_place(name: str, room: str, holds: str, *, objectives: frozenset[Objective], link: str) -> StackRule:
    """Return the rule *name*, that *room*, in which *holds* stand, isn't left out."""

    def check(graph: Graph) -> Iterable[Finding | None]:
        for mark in _marks(graph, room):
            yield Finding(message=f"{mark.name}: nothing here shows {holds}", urn=mark.urn)

    return StackRule(
        name=name,
        title=f"The stack has {holds}.",
        check=check,
        severity=Severity.HIGH,
        objectives=objectives,
        remediation=f"Take {room} out of groot:leaveOut, or have a waiver name who answers for it elsewhere.",
        link=link,
    )


def _marks(graph: Graph, room: str) -> list[Resource]:
    return [mark for mark in graph.of((LEFT_OUT,)) if mark.name == f"left-out-{room}"]
