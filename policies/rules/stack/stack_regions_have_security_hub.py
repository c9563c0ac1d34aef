"""Security Hub checks the configuration of every active region."""

from policies.objectives import Objective
from policies.rules.stack._presence import in_every_region

RULE = in_every_region(
    "stack_regions_have_security_hub",
    "Security Hub",
    "aws:securityhub/account:Account",
    objectives=frozenset({Objective.CONFIGURATION_MONITORING, Objective.THREAT_DETECTION}),
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/what-is-securityhub.html",
    sources=("CIS AWS 3.0.0 4.16",),
    room="security",
)
