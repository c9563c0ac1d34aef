"""Every network has a flow log, so that who spoke to whom can be told."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.model import Finding, Severity
from policies.objectives import Objective

VPC = "aws:ec2/vpc:Vpc"
FLOW_LOG = "aws:ec2/flowLog:FlowLog"


def _check(graph: Graph) -> Iterable[Finding | None]:
    guarded = graph.referred("vpcId", by=(FLOW_LOG,), to=frozenset({VPC}))
    yield from each(graph.of((VPC,)), lambda resource: None if resource.urn in guarded else "it has no flow log")


RULE = StackRule(
    name="stack_networks_have_flow_logs",
    title="Every network has a flow log.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING, Objective.THREAT_DETECTION}),
    remediation="Declare a FlowLog whose vpcId is the network.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-6",
    sources=("SecurityHub EC2.6", "CIS AWS 5.0.0 3.7"),
)
