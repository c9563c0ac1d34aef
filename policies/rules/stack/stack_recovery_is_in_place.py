"""A stack that leaves out its resilience room shows no backups and no proof that they restore."""

from policies.objectives import Objective
from policies.rules.stack._rooms import in_place

RULE = in_place(
    "stack_recovery_is_in_place",
    "resilience",
    "backups, or tests that they restore",
    objectives=frozenset({Objective.BACKUP, Objective.DATA_INTEGRITY, Objective.RECOVERY_TESTING}),
    link="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_backing_up_data_periodic_recovery_testing_data.html",
)
