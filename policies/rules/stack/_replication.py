"""Which regions the copies of a key, database, table or secret stand in."""

from collections.abc import Callable

from policies.answers import any_holds
from policies.graph import Graph
from policies.lists import some
from policies.model import Resource
from policies.read import items, value
from policies.rules.stack._copies import KEY, LISTED, TABLE, TABLE_REPLICA
from policies.rules.stack._regions import region_of

GLOBAL, MEMBER = "aws:rds/globalCluster:GlobalCluster", "aws:rds/cluster:Cluster"
SECRET = "aws:secretsmanager/secret:Secret"  # noqa: S105 - a type
REFERENCES = {
    KEY: ("aws:kms/replicaKey:ReplicaKey", "primaryKeyArn"),
    GLOBAL: (MEMBER, "globalClusterIdentifier"),
    TABLE: (TABLE_REPLICA, "globalTableArn"),
}
"""Types whose copies are resources of their own: what is copied, its copy, and the copy's property that names it."""
REPLICATED = (KEY, GLOBAL, TABLE, SECRET)


def reaching(graph: Graph) -> Callable[[Resource, str], bool]:
    """Return what tells whether a resource, or a copy of it, stands in a region."""
    copies = {
        kind: graph.referrers(prop, by=(copy,), to=frozenset({kind})) for kind, (copy, prop) in REFERENCES.items()
    }

    def reaches(resource: Resource, region: str) -> bool:
        asked = [lambda: resource.type != GLOBAL and region_of(resource) == region]
        if resource.type in copies:
            asked.append(lambda: copies[resource.type].include(resource, lambda copy: region_of(copy) == region))
        if resource.type in LISTED:
            replicas, path = items(resource.props, "replicas"), LISTED[resource.type][1]
            asked.append(lambda: some(replicas, lambda replica: value(replica, path) == region))
        return any_holds(*asked)

    return reaches
