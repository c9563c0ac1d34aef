"""Networks being made, removed or joined to others are watched."""

from policies.objectives import Objective
from policies.rules.stack._watches import watch

RULE = watch(
    "stack_trail_watches_vpc_changes",
    "changes of networks",
    events=(
        "CreateVpc",
        "DeleteVpc",
        "ModifyVpcAttribute",
        "AcceptVpcPeeringConnection",
        "CreateVpcPeeringConnection",
        "DeleteVpcPeeringConnection",
        "RejectVpcPeeringConnection",
        "AttachClassicLinkVpc",
        "DetachClassicLinkVpc",
        "DisableVpcClassicLink",
        "EnableVpcClassicLink",
    ),
    source="ec2.amazonaws.com",
    objective=Objective.CONFIGURATION_MONITORING,
    sources=("CIS AWS 3.0.0 4.14", "SecurityHub CloudWatch.14"),
)
