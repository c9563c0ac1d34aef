"""Every store that says how much of it may be lost is brought back to that: by its own recovery, plans, or replication.

What a store can be rebuilt from elsewhere, as a search index can, needs no recovery point of its own.
"""

from collections.abc import Iterable, Iterator

from policies.graph import Graph, StackRule, each
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.read import items, value
from policies.rules.stack._recovery import EFS_REPLICATION_MINUTES, FILE_SYSTEM, STORES, TABLE, own_means, planned_means
from policies.rules.stack._selections import selecting, selections_by_region

PLAN = frozenset({"aws:backup/plan:Plan"})
EFS_COPY = "aws:efs/replicationConfiguration:ReplicationConfiguration"


def _check(graph: Graph) -> Iterable[Finding | None]:
    selections = selections_by_region(graph)
    copied = graph.referred("sourceFileSystemId", by=(EFS_COPY,), to=frozenset({FILE_SYSTEM}))

    def means(store: Resource) -> Iterator[int]:
        yield from own_means(store)
        if store.urn in copied:
            yield EFS_REPLICATION_MINUTES
        for selection in selecting(selections, store):
            for plan in graph.targets(selection, "planId", PLAN):
                yield from planned_means(plan.props, store)

    def check(store: Resource) -> str | None:
        wanted = value(store.props, "tags.rpo-minutes")
        if wanted is None:
            raise NotApplicable("it names no recovery point objective")
        found: list[int] = []
        for minutes in means(store):
            found.append(minutes)
            if minutes <= int(wanted):
                break
        else:
            lost = f"{min(found)} minutes" if found else "everything"
            return f"it can lose {lost}, and may lose {wanted} minutes"
        if store.type == TABLE:
            for replica in items(store.props, "replicas"):
                if value(replica, "pointInTimeRecovery") is not True:
                    return f"its replica in {value(replica, 'regionName')} has no point-in-time recovery"
        return None

    yield from each(graph.of(STORES), check)


RULE = StackRule(
    name="stack_stores_meet_their_recovery_point",
    title="Every store meets its recovery point objective.",
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.BACKUP}),
    remediation="Turn on point-in-time recovery, or back it up more often.",
    link="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_objective_defined_recovery.html",
)
