"""By what a store is brought back: its own recovery, its copies, and the plans that take it."""

from collections.abc import Iterator
from functools import partial
from itertools import chain

from policies.answers import all_hold, any_holds
from policies.graph import Graph
from policies.lists import gathered, known_first, some
from policies.model import Resource
from policies.references import of_another
from policies.rules.stack._recovery import EFS_REPLICATION_MINUTES, FILE_SYSTEM, own_means, planned_means
from policies.rules.stack._selections import candidates, selecting, selections_by_region, takes

PLAN = frozenset({"aws:backup/plan:Plan"})
EFS_COPY = "aws:efs/replicationConfiguration:ReplicationConfiguration"


class Recovery:
    """The means of recovery that a stack has."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._selections = selections_by_region(graph)
        self._copied = graph.referrers("sourceFileSystemId", by=(EFS_COPY,), to=frozenset({FILE_SYSTEM}))

    def fault(self, store: Resource, wanted: int) -> str | None:
        """Return what is wrong with *store* if it can lose more than the last *wanted* minutes.

        Raises:
            UnknownValueError: a means that is not known yet may do.
        """

        def will_do(selection: Resource) -> bool:
            planned = self._planned(store, selection)
            return all_hold(lambda: some(planned, wanted.__ge__), lambda: takes(selection, store))

        if any_holds(
            lambda: some(self._kept(store), wanted.__ge__),
            lambda: some(candidates(self._selections, store), will_do),
        ):
            return None
        chosen = map(partial(self._planned, store), selecting(self._selections, store))
        found, _ = gathered(known_first(chain([self._kept(store)], chosen)))
        lost = f"{min(found)} minutes" if found else "everything"
        return f"it can lose {lost}, and may lose {wanted} minutes"

    def _kept(self, store: Resource) -> Iterator[int]:
        return known_first((own_means(store), self._copying(store)))

    def _copying(self, store: Resource) -> Iterator[int]:
        if self._copied.include(store):
            yield EFS_REPLICATION_MINUTES

    def _planned(self, store: Resource, selection: Resource) -> Iterator[int]:
        plans = of_another(selection, lambda: self._graph.all_targets(selection, "planId", PLAN))
        yield from known_first(planned_means(store, plan) for plan in plans)
