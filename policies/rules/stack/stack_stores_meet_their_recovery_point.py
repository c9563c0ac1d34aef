"""Every store that says how much of it may be lost is brought back to that: by its own recovery, plans, or replication.

What a store can be rebuilt from elsewhere, as a search index can, needs no recovery point of its own.
"""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each, known
from policies.lists import first, those
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.read import items, value
from policies.rules.stack._means import Recovery
from policies.rules.stack._recovery import STORES, TABLE


def _check(graph: Graph) -> Iterable[Finding | None]:
    recovery = Recovery(graph)

    def check(store: Resource) -> str | None:
        wanted = value(store.props, "tags.rpo-minutes")
        if wanted is None:
            raise NotApplicable("it names no recovery point objective")
        return first((lambda: recovery.fault(store, int(wanted)), lambda: _bare_replica(store)), lambda ask: ask())

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
