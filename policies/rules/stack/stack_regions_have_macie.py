"""Macie watches the buckets of every active region."""

from policies.objectives import Objective
from policies.read import value
from policies.rules.stack._presence import in_every_region

RULE = in_every_region(
    "stack_regions_have_macie",
    "Macie",
    "aws:macie2/account:Account",
    works=lambda _graph: lambda account: value(account.props, "status", "ENABLED") == "ENABLED",
    objectives=frozenset({Objective.DATA_CLASSIFICATION, Objective.DATA_LOSS_PREVENTION}),
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/macie-controls.html#macie-1",
    sources=("SecurityHub Macie.1",),
    room="security",
)
