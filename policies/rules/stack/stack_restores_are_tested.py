"""Where backups are made, restoring them is tried by plan.

AWS Backup Developer Guide, "Restore testing": a plan tries what its selections take.
"""

from collections.abc import Iterable

from policies.graph import Graph, StackRule
from policies.model import Finding, Severity
from policies.objectives import Objective
from policies.read import value

PLAN, TEST = "aws:backup/plan:Plan", "aws:backup/restoreTestingPlan:RestoreTestingPlan"
SELECTION = "aws:backup/restoreTestingSelection:RestoreTestingSelection"


def _check(graph: Graph) -> Iterable[Finding | None]:
    selected = graph.referred("restoreTestingPlanName", by=(SELECTION,), to=frozenset({TEST}))
    tested = {value(test.props, "region") for test in graph.of((TEST,)) if test.urn in selected}
    for region in sorted({str(value(plan.props, "region")) for plan in graph.of((PLAN,))}):
        message = f"{region} makes backups, and no plan tries to restore them"
        yield None if region in tested else Finding(message=message)


RULE = StackRule(
    name="stack_restores_are_tested",
    title="Restoring backups is tested.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.RECOVERY_TESTING}),
    remediation="Declare a RestoreTestingPlan in the region, and a RestoreTestingSelection of it.",
    link="https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html",
)
