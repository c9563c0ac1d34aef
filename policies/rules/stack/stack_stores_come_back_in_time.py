"""Every store is brought back within the time that the catalogue promises, and is held to the loss that it promises.

What counts is restoring, as a replica has every mistake that was made. How much is lost another rule judges, by a tag.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from policies.graph import Graph, StackRule, each
from policies.lists import first
from policies.model import Finding, NotApplicable, Props, Resource, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.stack._catalogue import Entries
from policies.rules.stack._recovery import STORES, TABLE

RESTORE_MINUTES: Final[Mapping[str, int]] = {TABLE: 60}
"""Of 95 in 100 restores (DynamoDB Developer Guide, "Restoring a table"). Of Aurora and S3 AWS publishes no figure."""


def _check(graph: Graph) -> Iterable[Finding | None]:
    entries = Entries(graph)

    def check(store: Resource) -> str | None:
        said = entries.of(store)
        promised = value(said, "rtoMinutes")
        if promised is None:
            raise NotApplicable("it isn't brought back, and the catalogue says why")
        if store.type not in STORES:
            return f"nothing brings back what is promised back within {promised:g} minutes"
        return first((_late, _lossy), lambda fault: fault(store, said))

    yield from each(graph.of(entries.types), check)


def _late(store: Resource, said: Props) -> str | None:
    takes, promised = value(said, "restoreMinutes", RESTORE_MINUTES.get(store.type)), value(said, "rtoMinutes")
    if takes is None:
        return "nobody says how long restoring it takes"
    late = f"restoring it takes {takes:g} minutes of {promised:g} promised: {takes - promised:g} too many"
    return late if takes > promised else None


def _lossy(store: Resource, said: Props) -> str | None:
    held, promised = value(store.props, "tags.rpo-minutes"), value(said, "rpoMinutes")
    if not (held and promised):
        return None if held else "its tags don't say how much may be lost"
    more = f"it is held to {held} minutes of loss, {int(held) - promised:g} more than the {promised:g} promised"
    return more if int(held) > promised else None


RULE = StackRule(
    name="stack_stores_come_back_in_time",
    title="Every store comes back within its recovery time.",
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.BACKUP}),
    remediation="Promise what can be kept, or say in the catalogue what it is made of anew.",
    link="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_objective_defined_recovery.html",
)
