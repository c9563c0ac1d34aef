"""Which jurisdiction a region is of, and which stores are held to theirs.

A network's tag `residency` names the jurisdiction of its region. A store's tag `data-class` makes it a store; its tag
`residency` of the value `any-region` lets its copies rest anywhere, unless the class is restricted.
"""

from collections.abc import Mapping

from policies.graph import Graph
from policies.model import Resource
from policies.read import value

VPC = "aws:ec2/vpc:Vpc"
TAG, ANY_REGION = "residency", "any-region"


class Jurisdictions:
    """The jurisdictions of a stack's regions; a region without a network of the stack is one of its own."""

    def __init__(self, graph: Graph) -> None:
        tags = {value(vpc.props, "region"): value(vpc.props, f"tags.{TAG}") for vpc in graph.of((VPC,))}
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
