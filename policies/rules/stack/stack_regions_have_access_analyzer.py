"""IAM Access Analyzer looks in every active region for what others can reach."""

from policies.objectives import Objective
from policies.rules.stack._presence import in_every_region

RULE = in_every_region(
    "stack_regions_have_access_analyzer",
    "IAM Access Analyzer",
    "aws:accessanalyzer/analyzer:Analyzer",
    objectives=frozenset({Objective.EXTERNAL_ACCESS}),
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-28",
    sources=("SecurityHub IAM.28", "CIS AWS 3.0.0 1.20"),
)
