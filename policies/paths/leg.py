"""What was seen on one leg of a path: what it lacks, and what it rests on."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from policies.model import Resource
from policies.paths.spans import Box


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

    def __init__(self) -> None:
        self.faults: dict[Fault, None] = {}
        self.open: dict[Fault, None] = {}
        """What cannot be told before it is deployed."""
        self.elements: dict[Element, dict[Box | None, None]] = defaultdict(dict)
        """What was rested on, each with the packets that it was needed for; None where that is not told."""

    def lacks(self, resource: Resource, hop: str, mend: str) -> None:
        """Note that *hop* does not carry, and how to mend *resource*."""
        self.faults[Fault(resource.urn, hop, mend)] = None

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
        self.faults.update(other.faults)
        self.open.update(other.open)
        for element, boxes in other.elements.items():
            self.elements[element].update(boxes)
