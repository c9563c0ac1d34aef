"""Which members of Aurora global databases are written to."""

from collections import defaultdict
from collections.abc import Mapping

from ops.report.places import Places, region_of
from policies.model import Resource

CLUSTER, GLOBAL_CLUSTER = "aws:rds/cluster:Cluster", "aws:rds/globalCluster:GlobalCluster"
_FOUNDS = frozenset({"masterUsername", "manageMasterUserPassword", "snapshotIdentifier"})
"""What only the writer of a global cluster is given (Amazon Aurora, "Getting started with Aurora global databases")."""


def global_of(cluster: Resource) -> str | None:
    """Return the URN of the global database that *cluster* is a member of."""
    return next(iter(cluster.property_dependencies.get("globalClusterIdentifier", ())), None)


def writers(places: Places) -> Mapping[str, str]:
    """Return, by URN of each global cluster, the URN of the member that was founded to write."""
    homes = {each.urn: region_of(each) for each in places.resources if each.type == GLOBAL_CLUSTER}
    members: dict[str, list[Resource]] = defaultdict(list)
    for resource in places.resources:
        if resource.type == CLUSTER and (shard := global_of(resource)):
            members[shard].append(resource)
    found: dict[str, str] = {}
    for shard, clusters in members.items():
        founded = [each for each in clusters if not _FOUNDS.isdisjoint(each.props)]
        at_home = [each for each in clusters if places.by_urn.get(each.urn) == homes.get(shard)]
        for chosen in (founded, at_home):
            if len(chosen) == 1:
                found[shard] = chosen[0].urn
                break
    return found
