"""Changes of the audit trail itself are watched."""

from policies.objectives import Objective
from policies.rules.stack._watches import watch

RULE = watch(
    "stack_trail_watches_trail_changes",
    "changes of trails",
    events=(
        "CreateTrail",
        "UpdateTrail",
        "DeleteTrail",
        "StartLogging",
        "StopLogging",
    ),
    source="cloudtrail.amazonaws.com",
    objective=Objective.LOG_PROTECTION,
    sources=("CIS AWS 3.0.0 4.5", "SecurityHub CloudWatch.5"),
)
