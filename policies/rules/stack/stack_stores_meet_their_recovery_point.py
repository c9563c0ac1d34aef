"""Every store that says how much of it may be lost is brought back to that: by its own recovery, plans, or replication.

What a store can be rebuilt from elsewhere, as a search index can, needs no recovery point of its own.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain

from policies.answers import all_hold, any_holds
from policies.graph import Graph, StackRule, each, known
from policies.lists import first, gathered, known_first, some, those
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.read import items, value
from policies.references import of_another
from policies.rules.stack._recovery import EFS_REPLICATION_MINUTES, FILE_SYSTEM, STORES, TABLE, own_means, planned_means
from policies.rules.stack._selections import candidates, selecting, selections_by_region, takes

PLAN = frozenset({"aws:backup/plan:Plan"})
EFS_COPY = "aws:efs/replicationConfiguration:ReplicationConfiguration"


def _check(graph: Graph) -> Iterable[Finding | None]:
    selections = selections_by_region(graph)
    copied = graph.referrers("sourceFileSystemId", by=(EFS_COPY,), to=frozenset({FILE_SYSTEM}))

    def kept(store: Resource) -> Iterator[int]:
        return known_first((own_means(store), copying(store)))

    def copying(store: Resource) -> Iterator[int]:
        if copied.include(store):
            yield EFS_REPLICATION_MINUTES

    def planned(store: Resource, selection: Resource) -> Iterator[int]:
        plans = of_another(selection, lambda: graph.all_targets(selection, "planId", PLAN))
        yield from known_first(planned_means(store, plan) for plan in plans)

    def late(store: Resource, wanted: int) -> str | None:
        def will_do(selection: Resource) -> bool:
            return all_hold(lambda: some(planned(store, selection), wanted.__ge__), lambda: takes(selection, store))

        means = (lambda: some(kept(store), wanted.__ge__), lambda: some(candidates(selections, store), will_do))
        if any_holds(*means):
            return None
        chosen = map(partial(planned, store), selecting(selections, store))
        found, _ = gathered(known_first(chain([kept(store)], chosen)))
        lost = f"{min(found)} minutes" if found else "everything"
        return f"it can lose {lost}, and may lose {wanted} minutes"

    def check(store: Resource) -> str | None:
        wanted = value(store.props, "tags.rpo-minutes")
        if wanted is None:
            raise NotApplicable("it names no recovery point objective")
        return first((lambda: late(store, int(wanted)), lambda: _bare_replica(store)), lambda ask: ask())

    yield from each(graph.of(STORES), check)


def _bare_replica(store: Resource) -> str | None:
    replicas = items(store.props, "replicas") if store.type == TABLE else ()
    bare = those(replicas, lambda replica: value(replica, "pointInTimeRecovery") is not True)
    return f"its replica in {known(bare[0], 'regionName')} has no point-in-time recovery" if bare else None


RULE = StackRule(
    name="stack_stores_meet_their_recovery_point",
    title="Every store meets its recovery point objective.",
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.BACKUP}),
    remediation="Turn on point-in-time recovery, or back it up more often.",
    link="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_objective_defined_recovery.html",
)
