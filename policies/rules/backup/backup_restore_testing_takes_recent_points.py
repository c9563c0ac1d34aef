"""A test restores what a recovery would: the latest point, of the last month."""

from policies.answers import fault_among
from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least, value

LONGEST_DAYS = 30
"""How far back AWS Backup looks unless told otherwise."""


def _looks_back(days: int) -> Check:
    def check(props: Props) -> str | None:
        return fault_among(
            (
                "it does not restore the latest recovery point",
                lambda: value(props, "recoveryPointSelection.algorithm") != "LATEST_WITHIN_WINDOW",
            ),
            (
                f"it takes recovery points of more than {days} days ago",
                lambda: at_least(value(props, "recoveryPointSelection.selectionWindowDays", 0), days + 1),
            ),
        )

    return check


RULE = Rule(
    name="backup_restore_testing_takes_recent_points",
    title="Restore testing takes recent recovery points.",
    resource_types=frozenset({"aws:backup/restoreTestingPlan:RestoreTestingPlan"}),
    check=_looks_back(LONGEST_DAYS),
    threshold=Threshold(name="longestDays", default=LONGEST_DAYS, least=1, most=365, check=_looks_back),
    severity=Severity.LOW,
    objectives=frozenset({Objective.RECOVERY_TESTING}),
    remediation="Set algorithm to LATEST_WITHIN_WINDOW and selectionWindowDays to 30 or less.",
    link="https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html",
)
