"""Failed attempts to sign in to the console are watched."""

from policies.objectives import Objective
from policies.rules.stack._watches import watch

RULE = watch(
    "stack_trail_watches_failed_sign_in",
    "failed attempts to sign in",
    terms=("$.eventName=ConsoleLogin", "$.errorMessage=Failedauthentication"),
    objective=Objective.THREAT_DETECTION,
    sources=("CIS AWS 3.0.0 4.6", "SecurityHub CloudWatch.6"),
)
