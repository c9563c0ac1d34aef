"""Which jurisdiction a region is of, and which stores are held to theirs.

A network's tag `residency` names the jurisdiction of its region; so does that of a log destination, which stands in
regions without a network too. A store's tag `data-class` makes it a store; its tag
`residency` of the value `any-region` lets its copies rest anywhere, unless the class is restricted.
"""

from collections.abc import Sequence
from functools import partial

from pulumi_policy.proxy import UnknownValueError

from policies.graph import Graph
from policies.model import Resource
from policies.read import value
from policies.references import of_another, tried

VPC = "aws:ec2/vpc:Vpc"
TAG, ANY_REGION = "residency", "any-region"


class Jurisdictions:
    """The jurisdictions of a stack's regions, as resources of the types *by* say; without, one is its own."""

    def __init__(self, graph: Graph, by: Sequence[str] = (VPC,)) -> None:
        self._by_region: dict[str, str] = {}
        self._doubts: dict[str | None, tuple[str | None, UnknownValueError]] = {}
        """By region, None for any, what it may be of, None for whatever, and why that isn't known."""
        for named in (each for kind in by for each in graph.of((kind,))):
            tag, untold = tried(partial(of_another, named, partial(value, named.props, f"tags.{TAG}")))
            region, unplaced = tried(partial(of_another, named, partial(value, named.props, "region")))
            if doubt := untold or unplaced:
                self._doubts[region] = (None if tag is None or region in self._doubts else tag, doubt)
            elif tag and region:
                self._by_region[region] = tag

    def of(self, region: str) -> str:
        """Return the jurisdiction of *region*.

        Raises:
            UnknownValueError: what may say so is not known yet.
        """
        found = self._by_region.get(region, region)
        for place in (region, None) if self._doubts else ():
            tag, doubt = self._doubts.get(place, (found, None))
            if doubt and tag != found:
                raise doubt
        return found

    def place(self, region: str | None) -> str:
        """Return how a message says *region*, None for what belongs to none."""
        if region is None:
            return "no region"
        return f"{region}, {self._by_region.get(region, 'of no declared jurisdiction')}"


def held(store: Resource) -> bool:
    """Return whether copies of *store* must stay in the jurisdiction it stands in."""
    tags = value(store.props, "tags")
    data_class = value(tags, "data-class")
    return data_class is not None and (data_class == "restricted" or value(tags, TAG) != ANY_REGION)
