"""Where backups are made, restoring them is tried by plan.

AWS Backup Developer Guide, "Restore testing": a plan tries what its selections take.
"""

from collections.abc import Iterable

from policies.graph import Graph, StackRule
from policies.model import Finding, Severity
from policies.objectives import Objective
from policies.rules.stack._regions import by_region

PLAN, TEST = "aws:backup/plan:Plan", "aws:backup/restoreTestingPlan:RestoreTestingPlan"
SELECTION = "aws:backup/restoreTestingSelection:RestoreTestingSelection"


def _check(graph: Graph) -> Iterable[Finding | None]:
    selected = graph.referred("restoreTestingPlanName", by=(SELECTION,), to=frozenset({TEST}))
    plans, silent = by_region(graph.of((PLAN,)))
    if not plans and not silent:
        return
    tested, unplaced = by_region(test for test in graph.of((TEST,)) if test.urn in selected)
    yield from (*silent, *unplaced)
    for region in sorted(plans):
        message = f"{region} makes backups, and no plan tries to restore them"
        yield None if region in tested else Finding(message=message, obligation=bool(unplaced))


RULE = StackRule(
    name="stack_restores_are_tested",
    title="Restoring backups is tested.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.RECOVERY_TESTING}),
    remediation="Declare a RestoreTestingPlan in the region, and a RestoreTestingSelection of it.",
    link="https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html",
)
