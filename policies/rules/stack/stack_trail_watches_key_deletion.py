"""Keys being disabled or scheduled for deletion are watched: what they encrypt would be lost."""

from policies.objectives import Objective
from policies.rules.stack._watches import watch

RULE = watch(
    "stack_trail_watches_key_deletion",
    "keys disabled or deleted",
    events=(
        "DisableKey",
        "ScheduleKeyDeletion",
    ),
    source="kms.amazonaws.com",
    objective=Objective.KEY_MANAGEMENT,
    sources=("CIS AWS 3.0.0 4.7", "SecurityHub CloudWatch.7"),
)
