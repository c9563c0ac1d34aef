"""A table's routes to peered networks lead to what is needed there, not to everything."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value
from policies.rules.ec2._open_ports import is_from_anywhere


def _check(props: Props) -> str | None:

    def fault(label: str, route: Props) -> str | None:
        if not value(route, "vpcPeeringConnectionId"):
            return None
        if is_from_anywhere(route, "cidrBlock", "ipv6CidrBlock"):
            return f"{label} sends everything to the peered network"
        return None

    return fault_in(numbered(items(props, "routes"), "routes"), fault)


RULE = Rule(
    name="ec2_route_table_to_peer_is_narrow",
    title="Route tables are narrow towards peered networks.",
    resource_types=frozenset({"aws:ec2/defaultRouteTable:DefaultRouteTable", "aws:ec2/routeTable:RouteTable"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.NETWORK_SEGMENTATION}),
    remediation="Name the peer's subnets as destination.",
    link="https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html",
    sources=("CIS AWS 5.0.0 5.6",),
)
