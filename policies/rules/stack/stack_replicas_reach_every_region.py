"""What replicates reaches every active region, or every one of the jurisdiction that it is held to."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.read import items, value
from policies.rules.stack._copies import KEY, LISTED, TABLE, TABLE_REPLICA
from policies.rules.stack._regions import NoRegionError, active_regions, by_region, region_of, region_pattern
from policies.rules.stack._residency import Jurisdictions, held

GLOBAL, MEMBER = "aws:rds/globalCluster:GlobalCluster", "aws:rds/cluster:Cluster"
SECRET = "aws:secretsmanager/secret:Secret"  # noqa: S105 - a type
REFERENCES = {
    KEY: ("aws:kms/replicaKey:ReplicaKey", "primaryKeyArn"),
    GLOBAL: (MEMBER, "globalClusterIdentifier"),
    TABLE: (TABLE_REPLICA, "globalTableArn"),
}
"""Types whose copies are resources of their own: what is copied, its copy, and the copy's property that names it."""


def _check(graph: Graph) -> Iterable[Finding | None]:
    active, silent = active_regions(graph)
    replicated = graph.of((KEY, GLOBAL, TABLE, SECRET))
    yield from silent if replicated else ()
    copies = [graph.referred(prop, by=(copy,), to=frozenset({kind})) for kind, (copy, prop) in REFERENCES.items()]
    of_a_region, jurisdictions = region_pattern(active), Jurisdictions(graph)

    def check(resource: Resource) -> str | None:
        if resource.type == KEY and resource.props.get("multiRegion") is not True:
            raise NotApplicable("a key of one region")
        placed, unplaced = by_region(other for index in copies for other in index.get(resource.urn, ()))
        reached = {*placed}
        if resource.type in LISTED:
            if of_a_region.search(resource.name):
                raise NotApplicable("each region has its own")
            reached |= {value(replica, LISTED[resource.type][1]) for replica in items(resource.props, "replicas")}
        if resource.type != GLOBAL:
            if region_of(resource) not in active:
                raise NotApplicable("it stands outside the active regions")
            reached.add(region_of(resource))
        here = jurisdictions.of(value(resource.props, "region")) if held(resource) else None
        missing = [name for name in sorted(active - reached) if here in (None, jurisdictions.of(name))]
        if missing and unplaced:
            raise NoRegionError(graph.by_urn[unplaced[0].urn])
        return f"it has no replica in {', '.join(missing)}" if missing else None

    yield from each(replicated if len(active) > 1 else (), check)


RULE = StackRule(
    name="stack_replicas_reach_every_region",
    title="Keys, databases, tables and secrets are replicated to every region.",
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Declare a replica in every region of the settings.",
    link="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_disaster_recovery.html",
)
