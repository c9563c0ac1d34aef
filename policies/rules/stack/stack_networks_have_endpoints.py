"""Every network reaches the AWS services that its stack uses by endpoints of its own, not over the internet."""

import re
from collections.abc import Iterable

from policies.graph import Graph, StackRule, each, known
from policies.lists import lacking
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.read import value
from policies.references import Named, OpenReferenceError, of_another

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


def _service(endpoint: Resource) -> str:
    return _REGION.split(str(value(endpoint.props, "serviceName")), maxsplit=1)[-1]


def _check(graph: Graph) -> Iterable[Finding | None]:
    needed = {service for kind, services in SERVICES.items() if graph.of((kind,)) for service in services}
    if not needed:
        raise NotApplicable("the stack has nothing that is called by an endpoint")
    endpoints = graph.referrers("vpcId", by=(ENDPOINT,), to=frozenset({VPC}))

    def check(vpc: Resource) -> str | None:
        certain = {known(endpoint.props, "serviceName") and _service(endpoint) for endpoint in endpoints.of(vpc)}

        def service(named: Named) -> str:
            endpoint, error = named
            found = of_another(endpoint, lambda: _service(endpoint))
            if error and found in needed - certain:
                raise OpenReferenceError(endpoints, endpoint, error)
            return found

        missing = lacking(needed, endpoints.possible(vpc), service)
        return f"it has no endpoint for {', '.join(missing)}" if missing else None

    yield from each(graph.of((VPC,)), check)


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
