"""Signing in to the console without a second factor is watched."""

from policies.objectives import Objective
from policies.rules.stack._watches import watch

RULE = watch(
    "stack_trail_watches_sign_in_without_mfa",
    "signing in without a second factor",
    terms=("$.eventName=ConsoleLogin", "$.additionalEventData.MFAUsed!=Yes"),
    objective=Objective.MULTI_FACTOR,
    sources=("CIS AWS 3.0.0 4.2", "SecurityHub CloudWatch.3"),
)
