"""Calls that AWS refused are watched: a series of them may be someone trying doors."""

from policies.objectives import Objective
from policies.rules.stack._watches import watch

RULE = watch(
    "stack_trail_watches_refused_calls",
    "calls that were refused",
    terms=("$.errorCode=*UnauthorizedOperation", "$.errorCode=AccessDenied*"),
    objective=Objective.THREAT_DETECTION,
    sources=("CIS AWS 3.0.0 4.1", "SecurityHub CloudWatch.2"),
)
