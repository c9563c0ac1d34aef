"""Target groups: which pods join them, over which interfaces they are reached, and who may register them.

The AWS Load Balancer Controller registers pods by their addresses where a TargetGroupBinding says so; it acts as the
role of its service account, by EKS Pod Identity (AWS Load Balancer Controller, "TargetGroupBinding").
"""

from collections.abc import Sequence

from policies.graph import Graph
from policies.model import Resource
from policies.paths.grants import ROLE, Grants, Need
from policies.paths.ground import VPC
from policies.paths.leg import Leg, contained
from policies.paths.lookups import Answers, Referring
from policies.paths.network import Network
from policies.paths.places import NODES, Interface
from policies.paths.spans import Span

TARGETS = frozenset({"aws:lb/targetGroup:TargetGroup"})
BINDING = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding"
_ASSOCIATION = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
_REGISTER = ("elasticloadbalancing:registertargets", "elasticloadbalancing:deregistertargets")


class Targets:
    """The target groups of a stack."""

    def __init__(self, graph: Graph, network: Network, grants: Grants) -> None:
        self._graph, self._network, self._grants = graph, network, grants
        self._bindings = Referring(graph, "spec", by=(BINDING,), to=TARGETS)
        self._vpcs = Answers(graph, self._networks)

    def bindings(self, group: Resource) -> Sequence[Resource]:
        """Return what lets pods join *group*."""
        return self._bindings.of(group)

    def nodes(self, provider: str | None) -> Sequence[Interface]:
        """Return the interfaces of the nodes and pods of the cluster whose manifests *provider* renders."""
        found = [each for nodes in self._graph.of((NODES,)) for each in self._network.places.of(nodes)]
        return [each for each in found if self._network.ground.of(each.subnet).vpc.urn in self._vpcs[provider]]

    @contained
    def reach(self, balancer: Resource, binding: Resource, port: int, leg: Leg) -> None:
        """Follow packets from *balancer* to *port* of the pods of the cluster of *binding*."""
        for near in self._network.places.of(balancer):
            for far in self.nodes(binding.provider):
                leg.add(self._network.between(near, far, "tcp", Span(port, port)))

    @contained
    def register(self, group: Resource, hop: str, leg: Leg) -> None:
        """Follow to what may let pods join *group*: a role of a service account of the cluster."""
        need = Need(actions=_REGISTER, on=group, what="register pods there")
        tries: list[Leg] = []
        for association in self._graph.of((_ASSOCIATION,)):
            for role in self._graph.targets(association, "roleArn", ROLE):
                attempt = Leg(self._graph)
                self._grants.allows(role, need, hop, attempt)
                attempt.rests_on_all((association, role))
                tries.append(attempt)
        best = next((each for each in tries if not (each.faults or each.open or each.unread)), None)
        if best:
            leg.add(best)
        elif any(each.open or each.unread for each in tries):
            leg.asks(group, hop, "whether a service account may register pods there isn't known yet")
        else:
            leg.lacks(
                group, hop, "no service account may register pods there: allow its role to, by PodIdentityAssociation"
            )

    def _networks(self, provider: str | None) -> frozenset[str]:
        """Return the URNs of the networks in which pods of the cluster that *provider* renders are targets."""
        return frozenset(
            vpc.urn
            for group in self._graph.of(TARGETS)
            if any(binding.provider == provider for binding in self._bindings.of(group))
            for vpc in self._graph.targets(group, "vpcId", VPC)
        )
