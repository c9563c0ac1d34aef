"""GuardDuty looks for attacks in every active region: a detector sees its own region alone."""

from policies.objectives import Objective
from policies.read import value
from policies.rules.stack._presence import in_every_region

RULE = in_every_region(
    "stack_regions_have_guardduty",
    "GuardDuty",
    "aws:guardduty/detector:Detector",
    works=lambda _graph: lambda detector: value(detector.props, "enable", True) is True,
    objectives=frozenset({Objective.THREAT_DETECTION}),
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/guardduty-controls.html#guardduty-1",
    sources=("SecurityHub GuardDuty.1",),
    room="security",
)
