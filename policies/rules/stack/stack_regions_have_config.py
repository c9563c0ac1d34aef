"""AWS Config records what there is in every active region, and how it changes."""

from policies.objectives import Objective
from policies.rules.stack._presence import in_every_region

RULE = in_every_region(
    "stack_regions_have_config",
    "AWS Config",
    "aws:cfg/recorder:Recorder",
    objectives=frozenset({Objective.ASSET_INVENTORY, Objective.CONFIGURATION_MONITORING}),
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/config-controls.html#config-1",
    sources=("SecurityHub Config.1", "CIS AWS 3.0.0 3.3"),
)
