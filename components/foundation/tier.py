"""One tier of a network: a subnet in each zone and the route tables that decide what it reaches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from components._shared.site import Site


@dataclass(frozen=True, kw_only=True)
class SubnetTierArgs:
    """Where the subnets lie. Sequences follow the order of the zones."""

    site: Site
    """Region it stands in."""
    vpc_id: pulumi.Input[str]
    """The VPC."""
    tier: str
    """The tier's name, put on every subnet as the tag `tier`."""
    zones: Sequence[pulumi.Input[str]]
    """Names of the availability zones."""
    cidrs: Sequence[str]
    """Block of each subnet."""
    table_per_zone: bool
    """A route table for each zone, where zones take different ways, or one for all."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Further tags of the subnets, such as those by which load balancers find them."""


class SubnetTier(pulumi.ComponentResource):
    """The subnets of a tier, none of which gives out public addresses, with their route tables."""

    subnet_ids: list[pulumi.Output[str]]
    """The subnets."""
    route_table_ids: list[pulumi.Output[str]]
    """The route tables: one for each zone, or a single one."""

    def __init__(self, name: str, args: SubnetTierArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:SubnetTier", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        subnets = [self._create_subnet(zone, cidr) for zone, cidr in enumerate(args.cidrs)]
        tables = [self._create_table(zone) for zone in range(len(subnets) if args.table_per_zone else 1)]
        for zone, subnet in enumerate(subnets):
            self._associate(zone, subnet, tables[zone % len(tables)])
        self.subnet_ids = [subnet.id for subnet in subnets]
        self.route_table_ids = [table.id for table in tables]
        self.register_outputs({"subnet_ids": self.subnet_ids, "route_table_ids": self.route_table_ids})

    def _create_subnet(self, zone: int, cidr: str) -> aws.ec2.Subnet:
        label = f"{self._name}-subnet-{zone}"
        return aws.ec2.Subnet(
            label,
            region=self._args.site.name,
            vpc_id=self._args.vpc_id,
            cidr_block=cidr,
            availability_zone=self._args.zones[zone],
            map_public_ip_on_launch=False,
            tags={**self._args.site.context.tagged(label, tier=self._args.tier), **self._args.labels},
            opts=self._child,
        )

    def _create_table(self, zone: int) -> aws.ec2.RouteTable:
        label = f"{self._name}-routes-{zone}"
        return aws.ec2.RouteTable(
            label,
            region=self._args.site.name,
            vpc_id=self._args.vpc_id,
            tags=self._args.site.context.tagged(label, tier=self._args.tier),
            opts=self._child,
        )

    def _associate(self, zone: int, subnet: aws.ec2.Subnet, table: aws.ec2.RouteTable) -> None:
        aws.ec2.RouteTableAssociation(
            f"{self._name}-association-{zone}",
            region=self._args.site.name,
            route_table_id=table.id,
            subnet_id=subnet.id,
            opts=self._child,
        )
