"""The networks of a stack and the subnets that they are cut into."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from policies.graph import Graph, known
from policies.model import Resource
from policies.paths.lookups import Answers, Referring
from policies.paths.spans import Span, block
from policies.read import value
from policies.rules.stack._noting import asked

SUBNET = frozenset({"aws:ec2/subnet:Subnet"})
VPC = frozenset({"aws:ec2/vpc:Vpc"})
_MORE = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"


@dataclass(frozen=True)
class Plot:
    """One subnet."""

    resource: Resource
    vpc: Resource
    addresses: Span
    zone: object
    """Availability zone; None where it isn't known yet."""

    @property
    def name(self) -> str:
        """What a message calls it."""
        return self.resource.name


class Ground:
    """The subnets of a stack, and the addresses of its networks."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._more = Referring(graph, "vpcId", by=(_MORE,), to=VPC)
        self.plots = Answers(graph, self._plot)
        """Each subnet by its URN; None for one whose network or addresses the stack doesn't say."""
        self.blocks = Answers(graph, self._blocks)
        """The addresses of each network, by its URN."""

    def of(self, subnet: str) -> Plot:
        """Return the subnet of that URN, in which something stands."""
        return cast("Plot", self.plots[subnet])

    def every_block(self) -> Sequence[Span]:
        """Return the addresses of all networks."""
        return [span for vpc in self._graph.of(VPC) for span in self.blocks[vpc.urn]]

    def _plot(self, urn: str) -> Plot | None:
        subnet = self._graph.by_urn[urn]
        span = asked(self._graph, subnet, lambda: block(value(subnet.props, "cidrBlock")))
        networks = self._graph.targets(subnet, "vpcId", VPC)
        if not span or not networks:
            return None
        return Plot(subnet, networks[-1], span, known(subnet.props, "availabilityZone"))

    def _blocks(self, urn: str) -> Sequence[Span]:
        vpc = self._graph.by_urn[urn]
        spans = [
            asked(self._graph, each, lambda each=each: block(value(each.props, "cidrBlock")))
            for each in (vpc, *self._more.of(vpc))
        ]
        return [span for span in spans if span]
