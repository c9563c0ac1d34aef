"""Networks as plain data: `oracle.py` computes what a packet meets in them, the path walker the same from a stack."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.policies.stack import Ref, Stack

ANY = "-1"


@dataclass(frozen=True)
class GroupRule:
    """One rule of a security group; `peer` is a block, or the name of a group."""

    direction: str
    protocol: str
    first: int
    last: int
    peer: str


@dataclass(frozen=True)
class AclEntry:
    """One entry of a network ACL."""

    direction: str
    number: int
    allows: bool
    protocol: str
    first: int
    last: int
    block: str


@dataclass(frozen=True)
class Way:
    """A route: a block, and the kind and name of what it leads to."""

    block: str
    kind: str
    name: str


@dataclass
class Subnet:
    """A subnet; None for a table or an ACL is what the network has by default."""

    vpc: str
    block: str
    zone: str
    table: str | None
    acl: str | None = None


@dataclass
class Attachment:
    """A network's attachment to a transit gateway, by a subnet in each zone."""

    gateway: str
    vpc: str
    subnets: list[str]


@dataclass
class World:
    """Everything, by name."""

    vpcs: dict[str, str] = field(default_factory=dict)
    subnets: dict[str, Subnet] = field(default_factory=dict)
    tables: dict[str, list[Way]] = field(default_factory=dict)
    groups: dict[str, list[GroupRule]] = field(default_factory=dict)
    group_vpcs: dict[str, str] = field(default_factory=dict)
    acls: dict[str, list[AclEntry]] = field(default_factory=dict)
    gateways: dict[str, list[Way]] = field(default_factory=dict)
    """Transit gateways with their static routes, which lead to a `peering` or a `vpc`."""
    attachments: list[Attachment] = field(default_factory=list)
    peerings: dict[str, tuple[str, str, bool]] = field(default_factory=dict)
    """The two gateways, and whether the second has accepted."""
    nats: dict[str, str] = field(default_factory=dict)
    """The subnet that each stands in."""
    internet: dict[str, str] = field(default_factory=dict)
    """Internet gateways, and their networks."""
    edges: dict[str, str] = field(default_factory=dict)
    """Tables of internet gateways."""
    firewalls: dict[str, Sequence[str]] = field(default_factory=dict)
    """The subnets of each one's endpoints."""
    domains: dict[str, Sequence[str]] = field(default_factory=dict)
    """What each firewall lets be reached."""


def stack(world: World) -> Stack:
    """Return *world* as a stack declares it, with a load balancer `on-<subnet>` in every subnet.

    Balancers wear the groups called after their subnet.
    """
    made = Stack()
    for name, block in world.vpcs.items():
        made.add("aws:ec2/vpc:Vpc", name, region="r", cidrBlock=block)
    for name in world.tables:
        made.add("aws:ec2/routeTable:RouteTable", name)
    for name, subnet in world.subnets.items():
        _subnet(made, name, subnet)
    for name, rules in world.groups.items():
        made.add("aws:ec2/securityGroup:SecurityGroup", name, vpcId=Ref(world.group_vpcs[name], "id"))
        for number, rule in enumerate(rules):
            _group_rule(made, f"{name}-{number}", name, rule, world)
    for name, entries in world.acls.items():
        of = [Ref(each, "id") for each, subnet in world.subnets.items() if subnet.acl == name]
        made.add("aws:ec2/networkAcl:NetworkAcl", name, subnetIds=of)
        for number, entry in enumerate(entries):
            _acl_entry(made, f"{name}-{number}", name, entry)
    _gateways(made, world)
    _exits(made, world)
    for name, ways in world.tables.items():
        for number, way in enumerate(ways):
            _route(made, f"{name}-{number}", name, way)
    for name in world.subnets:
        groups = [Ref(each, "id") for each in world.groups if each.startswith(f"{name}-")]
        made.add("aws:lb/loadBalancer:LoadBalancer", f"on-{name}", subnets=[Ref(name, "id")], securityGroups=groups)
    return made


def _subnet(made: Stack, name: str, subnet: Subnet) -> None:
    made.add(
        "aws:ec2/subnet:Subnet", name, vpcId=Ref(subnet.vpc, "id"), cidrBlock=subnet.block, availabilityZone=subnet.zone
    )
    if subnet.table:
        association: dict[str, Any] = {"routeTableId": Ref(subnet.table, "id"), "subnetId": Ref(name, "id")}
        made.add("aws:ec2/routeTableAssociation:RouteTableAssociation", f"{name}-association", **association)


def _group_rule(made: Stack, name: str, group: str, rule: GroupRule, world: World) -> None:
    kind = {"in": "Ingress", "out": "Egress"}[rule.direction]
    props: dict[str, Any] = {"securityGroupId": Ref(group, "id"), "ipProtocol": rule.protocol}
    if rule.protocol != ANY:
        props |= {"fromPort": rule.first, "toPort": rule.last}
    peer = Ref(rule.peer, "id") if rule.peer in world.groups else rule.peer
    props["referencedSecurityGroupId" if rule.peer in world.groups else "cidrIpv4"] = peer
    made.add(f"aws:vpc/securityGroup{kind}Rule:SecurityGroup{kind}Rule", name, **props)


def _acl_entry(made: Stack, name: str, acl: str, entry: AclEntry) -> None:
    made.add(
        "aws:ec2/networkAclRule:NetworkAclRule",
        name,
        networkAclId=Ref(acl, "id"),
        ruleNumber=entry.number,
        ruleAction="allow" if entry.allows else "deny",
        protocol=entry.protocol,
        fromPort=entry.first,
        toPort=entry.last,
        cidrBlock=entry.block,
        egress=entry.direction == "out",
    )


def _route(made: Stack, name: str, table: str, way: Way) -> None:
    prop = {"tgw": "transitGatewayId", "nat": "natGatewayId", "igw": "gatewayId", "fw": "vpcEndpointId"}[way.kind]
    props: dict[str, Any] = {"routeTableId": Ref(table, "id"), "destinationCidrBlock": way.block}
    if way.kind == "fw":
        firewall, _, subnet = way.name.partition("@")
        props[prop] = [Ref(firewall), Ref(subnet, "id")]
    else:
        props[prop] = Ref(way.name, "id")
    made.add("aws:ec2/route:Route", name, **props)


def _gateways(made: Stack, world: World) -> None:
    for name in world.gateways:
        made.add(
            "aws:ec2transitgateway/transitGateway:TransitGateway", name, associationDefaultRouteTableId=f"rtb-{name}"
        )
    for each in world.attachments:
        made.add(
            "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
            f"{each.gateway}-{each.vpc}",
            transitGatewayId=Ref(each.gateway, "id"),
            vpcId=Ref(each.vpc, "id"),
            subnetIds=[Ref(subnet, "id") for subnet in each.subnets],
        )
    for name, (one, other, accepted) in world.peerings.items():
        ends: dict[str, Any] = {"transitGatewayId": Ref(one, "id"), "peerTransitGatewayId": Ref(other, "id")}
        made.add("aws:ec2transitgateway/peeringAttachment:PeeringAttachment", name, **ends)
        if accepted:
            kind = "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter"
            made.add(kind, f"{name}-accepter", transitGatewayAttachmentId=Ref(name, "id"))
    for name, ways in world.gateways.items():
        for number, way in enumerate(ways):
            made.add(
                "aws:ec2transitgateway/route:Route",
                f"{name}-{number}",
                transitGatewayRouteTableId=Ref(name, "associationDefaultRouteTableId"),
                destinationCidrBlock=way.block,
                transitGatewayAttachmentId=Ref(way.name if way.kind == "peering" else f"{name}-{way.name}", "id"),
            )


def _exits(made: Stack, world: World) -> None:
    for name, vpc in world.internet.items():
        made.add("aws:ec2/internetGateway:InternetGateway", name, vpcId=Ref(vpc, "id"))
    for gateway, table in world.edges.items():
        association: dict[str, Any] = {"routeTableId": Ref(table, "id"), "gatewayId": Ref(gateway, "id")}
        made.add("aws:ec2/routeTableAssociation:RouteTableAssociation", f"{gateway}-association", **association)
    for name, subnet in world.nats.items():
        made.add("aws:ec2/eip:Eip", f"{name}-address")
        address = Ref(f"{name}-address", "allocationId")
        made.add("aws:ec2/natGateway:NatGateway", name, subnetId=Ref(subnet, "id"), allocationId=address)
    for name, subnets in world.firewalls.items():
        kinds, targets = ["TLS_SNI", "HTTP_HOST"], [*world.domains[name]]
        listed = {"generatedRulesType": "ALLOWLIST", "targetTypes": kinds, "targets": targets}
        group, policy = f"{name}-domains", f"{name}-policy"
        made.add(
            "aws:networkfirewall/ruleGroup:RuleGroup", group, ruleGroup={"rulesSource": {"rulesSourceList": listed}}
        )
        rules = {
            "statelessDefaultActions": ["aws:forward_to_sfe"],
            "statelessFragmentDefaultActions": ["aws:forward_to_sfe"],
            "statefulDefaultActions": ["aws:drop_established"],
            "statefulRuleGroupReferences": [{"resourceArn": Ref(group)}],
        }
        made.add("aws:networkfirewall/firewallPolicy:FirewallPolicy", policy, firewallPolicy=rules)
        mappings = [{"subnetId": Ref(subnet, "id")} for subnet in subnets]
        made.add("aws:networkfirewall/firewall:Firewall", name, firewallPolicyArn=Ref(policy), subnetMappings=mappings)
