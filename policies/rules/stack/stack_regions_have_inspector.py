"""Inspector looks for known weaknesses in every active region."""

from policies.objectives import Objective
from policies.rules.stack._presence import in_every_region

RULE = in_every_region(
    "stack_regions_have_inspector",
    "Amazon Inspector",
    "aws:inspector2/enabler:Enabler",
    objectives=frozenset({Objective.VULNERABILITY_MANAGEMENT}),
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/inspector-controls.html",
    sources=("SecurityHub Inspector.1", "SecurityHub Inspector.2"),
    room="security",
)
