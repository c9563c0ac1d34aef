"""What is delivered into a cluster whose API server answers inside its network only: something there must fetch it.

EKS runs Argo CD for a cluster as a capability; it acts as a role, which an access entry lets into the cluster and
whose policies let it read where manifests are published (Amazon EKS User Guide, "EKS Capabilities", "Argo CD").
"""

from policies.graph import Graph
from policies.model import Resource
from policies.paths.declared import Path
from policies.paths.grants import ROLE, Grants, Need
from policies.paths.leg import Leg
from policies.read import value

CLUSTER = frozenset({"aws:eks/cluster:Cluster"})
CAPABILITY, ENTRY = "aws:eks/capability:Capability", "aws:eks/accessEntry:AccessEntry"
_ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
SERVICE = "capabilities.eks.amazonaws.com"
READ = {
    "aws:ecr/repository:Repository": ("ecr:batchgetimage", "ecr:getdownloadurlforlayer"),
    "aws:codeconnections/connection:Connection": ("codeconnections:useconnection",),
    "aws:secretsmanager/secret:Secret": ("secretsmanager:getsecretvalue",),
}
"""What reading asks for, by the type of what is read."""


class Deliveries:
    """Follows paths of `deliveries`."""

    def __init__(self, graph: Graph, grants: Grants) -> None:
        self._graph, self._grants = graph, grants
        self._capabilities = graph.referred("clusterName", by=(CAPABILITY,), to=CLUSTER)
        self._associations = graph.referred("clusterName", by=(_ASSOCIATION,), to=CLUSTER)

    def follow(self, path: Path, leg: Leg) -> None:
        """Follow *path* from where manifests are published into each cluster."""
        clusters = [self._graph.by_urn[end] for end in path.destination if end in self._graph.by_urn]
        for cluster in (each for each in clusters if each.type in CLUSTER):
            leg.rests_on(cluster)
            hop = f"deliveries -> {cluster.name}"
            capabilities = [
                each for each in self._capabilities.get(cluster.urn, ()) if value(each.props, "type") == "ARGOCD"
            ]
            if not capabilities:
                mend = "its API server answers inside its network only, and nothing there fetches: declare a Capability"
                leg.lacks(cluster, hop, f"{mend} of Argo CD")
            for capability in capabilities:
                leg.rests_on(capability)
                role = self._grants.assumed(capability, "roleArn", SERVICE, hop, leg)
                if role:
                    self._admit(cluster, role, hop, leg)
                    self._read(path, role, leg)

    def _admit(self, cluster: Resource, role: Resource, hop: str, leg: Leg) -> None:
        for association in self._associations.get(cluster.urn, ()):
            named = self._graph.targets(association, "principalArn", frozenset({ENTRY, *ROLE}))
            roles = [
                each
                for one in named
                for each in ((one,) if one.type in ROLE else self._graph.targets(one, "principalArn", ROLE))
            ]
            if role.urn in [each.urn for each in roles]:
                leg.rests_on_all((association, *named))
                return
        mend = "the role may change nothing in the cluster: declare an AccessPolicyAssociation for it"
        leg.lacks(role, hop, mend)

    def _read(self, path: Path, role: Resource, leg: Leg) -> None:
        for end in path.source:
            source = self._graph.by_urn.get(end)
            if source is None:
                leg.lacks(
                    path.owner,
                    path.name,
                    f"the stack has no {end.rpartition('::')[2]}: declare it, or correct the path",
                )
            elif source.type in READ:
                leg.rests_on(source)
                need = Need(actions=READ[source.type], on=source, what="read it")
                self._grants.allows(role, need, f"{source.name} -> {role.name}", leg)
