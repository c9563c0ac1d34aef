"""Changes of what AWS Config records and delivers are watched."""

from policies.objectives import Objective
from policies.rules.stack._watches import watch

RULE = watch(
    "stack_trail_watches_config_changes",
    "changes of AWS Config",
    events=(
        "StopConfigurationRecorder",
        "DeleteDeliveryChannel",
        "PutDeliveryChannel",
        "PutConfigurationRecorder",
    ),
    source="config.amazonaws.com",
    objective=Objective.CONFIGURATION_MONITORING,
    sources=("CIS AWS 3.0.0 4.9", "SecurityHub CloudWatch.9"),
)
