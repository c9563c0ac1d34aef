"""What stands in subnets stands in two zones at least, so that losing one does not stop it."""

from collections.abc import Iterable

from pulumi_policy.proxy import UnknownValueError

from policies.graph import Graph, StackRule
from policies.model import Finding, Severity
from policies.objectives import Objective

SUBNET = frozenset({"aws:ec2/subnet:Subnet"})
SUBNETS = {
    "aws:docdb/subnetGroup:SubnetGroup": "subnetIds",
    "aws:eks/cluster:Cluster": "vpcConfig",
    "aws:eks/nodeGroup:NodeGroup": "subnetIds",
    "aws:elasticache/subnetGroup:SubnetGroup": "subnetIds",
    "aws:lb/loadBalancer:LoadBalancer": "subnets",
    "aws:neptune/subnetGroup:SubnetGroup": "subnetIds",
    "aws:networkfirewall/firewall:Firewall": "subnetMappings",
    "aws:opensearch/domain:Domain": "vpcOptions",
    "aws:rds/proxy:Proxy": "vpcSubnetIds",
    "aws:rds/subnetGroup:SubnetGroup": "subnetIds",
    "aws:redshift/subnetGroup:SubnetGroup": "subnetIds",
}
"""Types that stand in subnets, and the property that names these."""


def _check(graph: Graph) -> Iterable[Finding]:
    for service in graph.of(SUBNETS):
        subnets = graph.targets(service, SUBNETS[service.type], SUBNET)
        try:
            zones = {
                subnet.props.get("availabilityZone") or subnet.props.get("availabilityZoneId") for subnet in subnets
            }
        except UnknownValueError as error:
            yield Finding(message=f"{service.name}: {error.message}", urn=service.urn, obligation=True)
            continue
        if subnets and len(zones) < 2:
            yield Finding(message=f"{service.name}: all of it stands in one zone", urn=service.urn)


RULE = StackRule(
    name="stack_services_span_zones",
    title="Services span zones.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Name subnets of two zones or more.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-13",
    sources=("SecurityHub ELB.13", "SecurityHub NetworkFirewall.1"),
)
