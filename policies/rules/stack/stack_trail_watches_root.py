"""Use of the account's root user is watched."""

from policies.objectives import Objective
from policies.rules.stack._watches import watch

RULE = watch(
    "stack_trail_watches_root",
    "use of the root user",
    terms=("$.userIdentity.type=Root",),
    objective=Objective.PRIVILEGED_ACCESS,
    sources=("CIS AWS 3.0.0 4.3", "SecurityHub CloudWatch.1"),
)
