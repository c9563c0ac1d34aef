"""Every network has a flow log, so that who spoke to whom can be told."""

from policies.graph import StackRule
from policies.model import Severity
from policies.objectives import Objective
from policies.rules.stack._counterparts import each_has

RULE = StackRule(
    name="stack_networks_have_flow_logs",
    title="Every network has a flow log.",
    check=each_has(
        guarded=frozenset({"aws:ec2/vpc:Vpc"}),
        by=("aws:ec2/flowLog:FlowLog",),
        prop="vpcId",
        fault="it has no flow log",
    ),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING, Objective.THREAT_DETECTION}),
    remediation="Declare a FlowLog whose vpcId is the network.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-6",
    sources=("SecurityHub EC2.6", "CIS AWS 5.0.0 3.7"),
)
