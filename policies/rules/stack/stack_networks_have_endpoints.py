"""Every network reaches the AWS services that its stack uses by endpoints of its own, not over the internet."""

import re
from collections import defaultdict
from collections.abc import Iterable

from policies.graph import Graph, StackRule
from policies.model import Finding, NotApplicable, Severity
from policies.objectives import Objective
from policies.read import value

VPC, ENDPOINT = "aws:ec2/vpc:Vpc", "aws:ec2/vpcEndpoint:VpcEndpoint"
SERVICES = {
    "aws:cloudwatch/logGroup:LogGroup": ("logs",),
    "aws:dynamodb/table:Table": ("dynamodb",),
    "aws:eks/cluster:Cluster": ("ec2", "ecr.api", "ecr.dkr", "eks", "sts"),
    "aws:kms/key:Key": ("kms",),
    "aws:s3/bucket:Bucket": ("s3",),
    "aws:secretsmanager/secret:Secret": ("secretsmanager",),
    "aws:sqs/queue:Queue": ("sqs",),
}
"""By type that a stack uses, the services that programs in its networks call for it."""
_REGION = re.compile(r"\.[a-z]{2,}(?:-[a-z]+)+-\d+\.")
"""What stands before the service in an endpoint's name (AWS PrivateLink Guide, "AWS services that integrate")."""


def _check(graph: Graph) -> Iterable[Finding | None]:
    needed = {service for kind, services in SERVICES.items() if graph.of((kind,)) for service in services}
    if not needed:
        raise NotApplicable("the stack has nothing that is called by an endpoint")
    endpoints: dict[str, set[str]] = defaultdict(set)
    for endpoint in graph.of((ENDPOINT,)):
        for vpc in graph.targets(endpoint, "vpcId", frozenset({VPC})):
            endpoints[vpc.urn].add(_REGION.split(str(value(endpoint.props, "serviceName")), maxsplit=1)[-1])
    for vpc in graph.of((VPC,)):
        missing = sorted(needed - endpoints[vpc.urn])
        message = f"{vpc.name}: it has no endpoint for {', '.join(missing)}"
        yield Finding(message=message, urn=vpc.urn) if missing else None


RULE = StackRule(
    name="stack_networks_have_endpoints",
    title="Every network has endpoints for the AWS services in use.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.EGRESS_CONTROL, Objective.NETWORK_SEGMENTATION}),
    remediation="Declare a VpcEndpoint for each.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-10",
    sources=("SecurityHub EC2.10", "SecurityHub EC2.55", "SecurityHub EC2.56"),
)
