"""Changes of network access lists are watched."""

from policies.objectives import Objective
from policies.rules.stack._watches import watch

RULE = watch(
    "stack_trail_watches_network_acl_changes",
    "changes of network access lists",
    events=(
        "CreateNetworkAcl",
        "CreateNetworkAclEntry",
        "DeleteNetworkAcl",
        "DeleteNetworkAclEntry",
        "ReplaceNetworkAclEntry",
        "ReplaceNetworkAclAssociation",
    ),
    source="ec2.amazonaws.com",
    objective=Objective.CONFIGURATION_MONITORING,
    sources=("CIS AWS 3.0.0 4.11", "SecurityHub CloudWatch.11"),
)
