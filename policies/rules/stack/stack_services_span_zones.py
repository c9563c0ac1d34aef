"""What stands in subnets stands in two zones at least, so that losing one does not stop it."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.model import Finding, NotApplicable, Resource, Severity
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


def _check(graph: Graph) -> Iterable[Finding | None]:
    def check(service: Resource) -> str | None:
        subnets = graph.targets(service, SUBNETS[service.type], SUBNET)
        if not subnets:
            raise NotApplicable("the stack has none of its subnets")
        zones = {subnet.props.get("availabilityZone") or subnet.props.get("availabilityZoneId") for subnet in subnets}
        return None if len(zones) > 1 else "all of it stands in one zone"

    yield from each(graph.of(SUBNETS), check)


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
