"""What was seen on one leg of a path: what it lacks, what it rests on, and what of it isn't known yet.

A fault hangs on what was asked before it on the same hop, and on the way to that: where any of that isn't known, it is
open. What is followed `contained` keeps to itself what it couldn't read, so that other hops of the leg are judged.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import wraps
from typing import NamedTuple, ParamSpec, cast

from policies.graph import Graph
from policies.model import Finding, Resource
from policies.paths.spans import Box

P = ParamSpec("P")


class Fault(NamedTuple):
    """A hop that does not carry."""

    urn: str
    """The resource to mend."""
    hop: str
    """From where to where, and over what."""
    mend: str
    """What is missing there, and what to declare or change."""


class Element(NamedTuple):
    """Something that lets traffic through: a resource, or a part of one."""

    urn: str
    part: str = ""
    """Such as `ingress[0]`; empty for the resource itself."""


class Leg:
    """Faults and elements, as hops are followed."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.faults: dict[Fault, None] = {}
        self.open: dict[Fault, None] = {}
        """What cannot be told before it is deployed."""
        self.unread: dict[str, Finding] = {}
        """Obligations for values that are not known yet, by what they say."""
        self.elements: dict[Element, dict[Box | None, None]] = defaultdict(dict)
        """What was rested on, each with the packets that it was needed for; None where that is not told."""

    def lacks(self, resource: Resource, hop: str, mend: str) -> None:
        """Note that *hop* does not carry, and how to mend *resource*; it may, where something asked before isn't known.

        What was asked before is what the graph has noted since the hop began.
        """
        found = self.open if self.graph.unread else self.faults
        found[Fault(resource.urn, hop, mend)] = None

    def asks(self, resource: Resource, hop: str, question: str) -> None:
        """Note that *hop* can't be followed yet, and why."""
        self.open[Fault(resource.urn, hop, question)] = None

    def rests_on(self, resource: Resource, part: str = "", box: Box | None = None) -> None:
        """Note that a hop rests on *part* of *resource*, for the packets of *box*."""
        self.elements[Element(resource.urn, part)][box] = None

    def rests_on_all(self, resources: Iterable[Resource]) -> None:
        """Note that a hop rests on each of *resources*."""
        for resource in resources:
            self.rests_on(resource)

    def add(self, other: "Leg") -> None:
        """Take over what was seen on *other*."""
        if other.faults or other.open or other.unread:
            (self.open if self.graph.unread else self.faults).update(other.faults)
            self.open.update(other.open)
            self.unread.update(other.unread)
        for element, boxes in other.elements.items():
            self.elements[element].update(boxes)

    def called(self, name: Callable[[str], str]) -> "Leg":
        """Return the leg with its faults' hops under what *name* calls them."""
        self.faults = {fault._replace(hop=name(fault.hop)): None for fault in self.faults}
        return self

    def take(self, other: "Leg") -> None:
        """Take over what was seen on *other*, and let what that couldn't read bear on what comes after."""
        self.add(other)
        self.graph.unread.update(other.unread)


def contained(follow: Callable[P, None]) -> Callable[P, None]:
    """Let what *follow*, whose last argument is a leg, couldn't read bear on what it notes, and on nothing after it."""

    @wraps(follow)
    def followed(*args: P.args, **kwargs: P.kwargs) -> None:
        leg = cast("Leg", args[-1])
        if unread := leg.graph.apart(lambda: follow(*args, **kwargs)):
            leg.unread.update(unread)

    return followed


def apart(graph: Graph, follow: Callable[[Leg], None]) -> Leg:
    """Return the leg that *follow* notes on, whoever asks for it: as what is followed once is remembered."""
    leg = Leg(graph)
    leg.unread.update(graph.apart(lambda: follow(leg), inherits=False))
    return leg
