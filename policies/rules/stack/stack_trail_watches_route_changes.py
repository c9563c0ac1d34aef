"""Changes of routes are watched: they may lead round the firewall."""

from policies.objectives import Objective
from policies.rules.stack._watches import watch

RULE = watch(
    "stack_trail_watches_route_changes",
    "changes of routes",
    events=(
        "CreateRoute",
        "CreateRouteTable",
        "ReplaceRoute",
        "ReplaceRouteTableAssociation",
        "DeleteRouteTable",
        "DeleteRoute",
        "DisassociateRouteTable",
    ),
    source="ec2.amazonaws.com",
    objective=Objective.CONFIGURATION_MONITORING,
    sources=("CIS AWS 3.0.0 4.13", "SecurityHub CloudWatch.13"),
)
