"""Which jurisdiction a region is of, and which stores are held to theirs.

A network's tag `residency` names the jurisdiction of its region; so does that of a log destination, which stands in
regions without a network too. A store's tag `data-class` makes it a store; its tag
`residency` of the value `any-region` lets its copies rest anywhere, unless the class is restricted.
"""

from collections.abc import Mapping, Sequence

from policies.graph import Graph
from policies.model import Resource
from policies.read import value

VPC = "aws:ec2/vpc:Vpc"
TAG, ANY_REGION = "residency", "any-region"


class Jurisdictions:
    """The jurisdictions of a stack's regions, as resources of the types *by* say; without, one is its own."""

    def __init__(self, graph: Graph, by: Sequence[str] = (VPC,)) -> None:
        named = [each for kind in by for each in graph.of((kind,))]
        tags = {value(each.props, "region"): value(each.props, f"tags.{TAG}") for each in named}
        self._by_region: Mapping[str, str] = {region: tag for region, tag in tags.items() if tag}

    def of(self, region: str) -> str:
        """Return the jurisdiction of *region*."""
        return self._by_region.get(region, region)

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
