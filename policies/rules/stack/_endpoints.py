"""Which services of AWS programs in a network call, and which of them an endpoint leads to."""

import re

from policies.model import Resource
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


def service_of(endpoint: Resource) -> str:
    """Return the service that *endpoint* leads to."""
    return _REGION.split(str(value(endpoint.props, "serviceName")), maxsplit=1)[-1]
