"""What is delivered into a cluster whose API server answers inside its network only.

A pipeline's role publishes, a function inside the network reads what was published and applies it, as a role of its own
that an access entry lets into the cluster (Amazon EKS User Guide, "Grant IAM users access to Kubernetes with EKS access
entries").
"""

from collections.abc import Mapping, Sequence

from policies.graph import Graph
from policies.model import Resource
from policies.paths.declared import Path
from policies.paths.functions import ALIAS, FUNCTION, behind
from policies.paths.grants import ROLE, Grants, Need
from policies.paths.leg import Leg, contained
from policies.paths.lookups import Referring

REPOSITORY, KEY = "aws:ecr/repository:Repository", "aws:kms/key:Key"
SECRET, CLUSTER = "aws:secretsmanager/secret:Secret", "aws:eks/cluster:Cluster"
ENTRY = "aws:eks/accessEntry:AccessEntry"
_ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
LAMBDA = "lambda.amazonaws.com"
READ: Mapping[str, Sequence[str]] = {
    KEY: ("kms:verify",),
    REPOSITORY: ("ecr:batchgetimage", "ecr:getdownloadurlforlayer"),
    SECRET: ("secretsmanager:getsecretvalue",),
}
"""What taking in asks for, by what is taken in or held against."""
WRITE: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(FUNCTION | ALIAS, ("lambda:invokefunction",)),
    KEY: ("kms:sign",),
    REPOSITORY: ("ecr:completelayerupload", "ecr:initiatelayerupload", "ecr:putimage", "ecr:uploadlayerpart"),
}
"""What publishing asks for, by what is published to, signed by, or told (Amazon ECR User Guide, "IAM permissions for
pushing an image")."""


class Deliveries:
    """Follows paths of `deliveries`."""

    def __init__(self, graph: Graph, grants: Grants) -> None:
        self._graph, self._grants = graph, grants
        self._entries = Referring(graph, "clusterName", by=(ENTRY,), to=frozenset({CLUSTER}))
        self._associations = Referring(graph, "clusterName", by=(_ASSOCIATION,), to=frozenset({CLUSTER}))

    def follow(self, path: Path, leg: Leg) -> None:
        """Follow *path* from each of its sources to each of its destinations."""
        sources, targets = ([*self._there(ends, path, leg)] for ends in (path.source, path.destination))
        for source in sources:
            for target in targets:
                hop = f"{source.name} -> {target.name}"
                if source.type in ROLE and target.type in WRITE:
                    need = Need(actions=WRITE[target.type], on=target, what="publish by it")
                    self._grants.allows(source, need, hop, leg)
                elif target.type in FUNCTION | ALIAS and source.type in READ:
                    for function in behind(self._graph, [target], leg):
                        self._take_in(source, function, hop, leg)
                elif target.type == CLUSTER and source.type in FUNCTION | ALIAS:
                    for function in behind(self._graph, [source], leg):
                        self._apply(function, target, hop, leg)

    def _there(self, ends: Sequence[str], path: Path, leg: Leg) -> Sequence[Resource]:
        found = [self._graph.by_urn[end] for end in ends if end in self._graph.by_urn]
        leg.rests_on_all(found)
        for end in ends:
            if end not in self._graph.by_urn:
                lost = end.rpartition("::")[2]
                leg.lacks(path.owner, path.name, f"the stack has no {lost}: declare it, or correct the path")
        return found

    @contained
    def _take_in(self, source: Resource, function: Resource, hop: str, leg: Leg) -> None:
        role = self._grants.assumed(function, "role", LAMBDA, hop, leg)
        if role:
            self._grants.allows(role, Need(actions=READ[source.type], on=source, what="read it"), hop, leg)

    @contained
    def _apply(self, function: Resource, cluster: Resource, hop: str, leg: Leg) -> None:
        role = self._grants.assumed(function, "role", LAMBDA, hop, leg)
        if role is None:
            return
        entries = [each for each in self._entries.of(cluster) if role.urn in self._principals(each)]
        policies = [each for each in self._associations.of(cluster) if role.urn in self._principals(each)]
        leg.rests_on_all((*entries, *policies))
        if not entries:
            leg.lacks(role, hop, "the cluster doesn't let it in: declare an AccessEntry for it")
        if not policies:
            leg.lacks(role, hop, "it may change nothing in the cluster: declare an AccessPolicyAssociation for it")

    def _principals(self, access: Resource) -> Sequence[str]:
        """Return the URNs of the roles that *access* is for; it may name one by the role's entry."""
        named = self._graph.targets(access, "principalArn", frozenset({ENTRY, *ROLE}))
        beyond = [
            one for each in named if each.type == ENTRY for one in self._graph.targets(each, "principalArn", ROLE)
        ]
        return [each.urn for each in (*named, *beyond)]
