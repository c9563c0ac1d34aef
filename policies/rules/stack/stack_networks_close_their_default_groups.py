"""Every network's default security group is taken over, so that what names no group is in none that lets others in.

A new network's default group lets its members reach each other and anything outside (Amazon VPC User Guide, "Default
security groups for your VPCs"). What the one that is taken over allows is for the rule on it.
"""

from policies.graph import StackRule
from policies.model import Severity
from policies.objectives import Objective
from policies.rules.stack._counterparts import each_has

RULE = StackRule(
    name="stack_networks_close_their_default_groups",
    title="Networks close their default security groups.",
    check=each_has(
        guarded=frozenset({"aws:ec2/vpc:Vpc"}),
        by=("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",),
        prop="vpcId",
        fault="its default security group is as AWS made it, open among its members",
    ),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.NETWORK_BOUNDARY}),
    remediation="Declare a DefaultSecurityGroup of the network without rules.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-2",
    sources=("SecurityHub EC2.2", "CIS AWS 5.0.0 5.5"),
)
