"""Database proxies: what is behind one that packets have reached.

A proxy leads to the cluster that its target names, which must have an instance, as a role that may connect to it
(Amazon Aurora User Guide, "Amazon RDS Proxy for Aurora").
"""

from functools import partial

from policies.graph import Graph
from policies.model import Resource
from policies.paths.declared import Path
from policies.paths.grants import Grants, Need
from policies.paths.leg import Leg, apart
from policies.paths.lookups import Referring
from policies.paths.network import Network
from policies.paths.places import CLUSTER

PROXY, ENDPOINT = "aws:rds/proxy:Proxy", "aws:rds/proxyEndpoint:ProxyEndpoint"
_TARGET, _INSTANCE = "aws:rds/proxyTarget:ProxyTarget", "aws:rds/clusterInstance:ClusterInstance"
_GROUP = "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup"
_PROXIES, _CLUSTERS = frozenset({PROXY}), frozenset({CLUSTER})


class Proxies:
    """The proxies of a stack and their clusters."""

    def __init__(self, graph: Graph, network: Network, grants: Grants) -> None:
        self._graph, self._network, self._grants = graph, network, grants
        self._targets = Referring(graph, "dbProxyName", by=(_TARGET,), to=_PROXIES)
        self._groups = Referring(graph, "dbProxyName", by=(_GROUP,), to=_PROXIES)
        self._instances = Referring(graph, "clusterIdentifier", by=(_INSTANCE,), to=_CLUSTERS)
        self._followed: dict[str, Leg] = {}

    def beyond(self, proxy: Resource, path: Path, leg: Leg) -> None:
        """Follow *path* through *proxy*, or an endpoint of one, to its cluster."""
        if proxy.type == ENDPOINT:
            for each in self._graph.targets(proxy, "dbProxyName", _PROXIES):
                self.beyond(each, path, leg)
            return
        if proxy.urn not in self._followed:
            self._followed[proxy.urn] = apart(self._graph, partial(self._follow, proxy, path))
        leg.add(self._followed[proxy.urn])

    def _follow(self, proxy: Resource, path: Path, leg: Leg) -> None:
        leg.rests_on(proxy)
        leg.rests_on_all(self._groups.of(proxy))
        targets = self._targets.of(proxy)
        clusters = [
            each for target in targets for each in self._graph.targets(target, "dbClusterIdentifier", _CLUSTERS)
        ]
        leg.rests_on_all(targets)
        if not clusters:
            leg.lacks(proxy, proxy.name, "the proxy leads to no cluster: declare a ProxyTarget")
        role = self._grants.assumed(proxy, "roleArn", "rds.amazonaws.com", proxy.name, leg)
        for cluster in clusters:
            hop = f"{proxy.name} -> {cluster.name}"
            leg.rests_on_all((cluster, *self._network.places.by(cluster)))
            need = Need(actions=("rds-db:connect",), on=cluster, what="connect", by="clusterResourceId")
            if role:
                self._grants.allows(role, need, hop, leg)
            instances = self._instances.of(cluster)
            leg.rests_on_all(instances if len(instances) == 1 else ())
            if not instances:
                leg.lacks(cluster, hop, "the cluster has no instance: declare a ClusterInstance")
            for near in self._network.places.of(proxy):
                for far in self._network.places.of(cluster):
                    leg.add(self._network.between(near, far, path.packets, path.ports))
