"""What stands in subnets stands in two zones at least, so that losing one does not stop it."""

from collections.abc import Iterable

from pulumi_policy.proxy import UnknownValueError

from policies.graph import Graph, StackRule, each
from policies.lists import has_different
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.read import value
from policies.references import of_another

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


def _zone(subnet: Resource) -> str | None:
    return value(subnet.props, "availabilityZone") or value(subnet.props, "availabilityZoneId")


def _check(graph: Graph) -> Iterable[Finding | None]:
    def check(service: Resource) -> str | None:
        unknown: list[UnknownValueError] = []
        subnets = graph.targets(service, SUBNETS[service.type], SUBNET, unknown.append)
        if has_different(subnets, 2, lambda subnet: of_another(subnet, lambda: _zone(subnet))):
            return None
        if unknown:
            raise unknown[0]
        if not subnets:
            raise NotApplicable("the stack has none of its subnets")
        return "all of it stands in one zone"

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
