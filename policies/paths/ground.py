"""The networks of a stack and the subnets that they are cut into."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policies.graph import Graph, known
from policies.model import Resource
from policies.paths.spans import Span, block
from policies.read import value

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
    """Subnets by URN, and addresses of networks by URN."""

    def __init__(self, graph: Graph) -> None:
        self.blocks: Mapping[str, Sequence[Span]] = self._blocks(graph)
        self.plots: dict[str, Plot] = {}
        for subnet in graph.of(SUBNET):
            if span := block(value(subnet.props, "cidrBlock")):
                for vpc in graph.targets(subnet, "vpcId", VPC):
                    self.plots[subnet.urn] = Plot(subnet, vpc, span, known(subnet.props, "availabilityZone"))

    @staticmethod
    def _blocks(graph: Graph) -> Mapping[str, Sequence[Span]]:
        found: dict[str, list[Span | None]] = defaultdict(list)
        for vpc in graph.of(VPC):
            found[vpc.urn].append(block(value(vpc.props, "cidrBlock")))
        for more in graph.of((_MORE,)):
            for vpc in graph.targets(more, "vpcId", VPC):
                found[vpc.urn].append(block(value(more.props, "cidrBlock")))
        return {urn: [span for span in spans if span] for urn, spans in found.items()}
