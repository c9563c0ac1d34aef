"""What replicates reaches every active region, or every one of the jurisdiction that it is held to."""

from collections.abc import Iterable

from policies.answers import all_hold
from policies.graph import Graph, StackRule, each
from policies.lists import those
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.stack._copies import KEY, LISTED
from policies.rules.stack._regions import active_regions, region_of, region_pattern
from policies.rules.stack._replication import GLOBAL, REPLICATED, reaching
from policies.rules.stack._residency import Jurisdictions, held


def _check(graph: Graph) -> Iterable[Finding | None]:
    active, silent = active_regions(graph)
    replicated = graph.of(REPLICATED)
    yield from silent if replicated else ()
    reaches = reaching(graph)
    of_a_region, jurisdictions = region_pattern(active), Jurisdictions(graph)

    def concerns(resource: Resource, region: str) -> bool:
        if not held(resource):
            return True
        return jurisdictions.of(value(resource.props, "region")) == jurisdictions.of(region)

    def lacks(resource: Resource, region: str) -> bool:
        return all_hold(lambda: not reaches(resource, region), lambda: concerns(resource, region))

    def check(resource: Resource) -> str | None:
        if resource.type == KEY and resource.props.get("multiRegion") is not True:
            raise NotApplicable("a key of one region")
        if resource.type in LISTED and of_a_region.search(resource.name):
            raise NotApplicable("each region has its own")
        if resource.type != GLOBAL and region_of(resource) not in active:
            raise NotApplicable("it stands outside the active regions")
        missing = those(sorted(active), lambda region: lacks(resource, region))
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
