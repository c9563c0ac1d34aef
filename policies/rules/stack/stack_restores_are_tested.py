"""Where backups are made, restoring them is tried by plan.

AWS Backup Developer Guide, "Restore testing": a plan tries what its selections take.
"""

from collections.abc import Iterable

from policies.answers import all_hold
from policies.graph import Graph, StackRule
from policies.lists import some
from policies.model import Finding, Resource, Severity
from policies.objectives import Objective
from policies.references import of_another
from policies.rules.stack._regions import by_region, each_region, region_of

PLAN, TEST = "aws:backup/plan:Plan", "aws:backup/restoreTestingPlan:RestoreTestingPlan"
SELECTION = "aws:backup/restoreTestingSelection:RestoreTestingSelection"


def _check(graph: Graph) -> Iterable[Finding | None]:
    selected = graph.referrers("restoreTestingPlanName", by=(SELECTION,), to=frozenset({TEST}))
    plans, silent = by_region(graph.of((PLAN,)))
    if not plans and not silent:
        return
    yield from silent
    tests = graph.of((TEST,))

    def tries(test: Resource, region: str) -> bool:
        return all_hold(lambda: region_of(test) == region, lambda: selected.include(test))

    def fault(region: str) -> str | None:
        tested = some(tests, lambda test: of_another(test, lambda: tries(test, region)))
        return None if tested else "makes backups, and no plan tries to restore them"

    yield from each_region(plans, fault)


RULE = StackRule(
    name="stack_restores_are_tested",
    title="Restoring backups is tested.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.RECOVERY_TESTING}),
    remediation="Declare a RestoreTestingPlan in the region, and a RestoreTestingSelection of it.",
    link="https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html",
)
