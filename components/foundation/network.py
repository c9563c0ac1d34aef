"""A region's network: three zones, and in each a public, a private and an isolated subnet.

Public subnets hold NAT gateways and load balancers, private ones workloads, isolated ones stores. Nothing gets a
public address by itself, AWS's services are reached inside the VPC, the way out leads through a firewall, every
connection is recorded, and the default security group admits nothing (CIS AWS Foundations 3.9 and 5.4; AWS
Well-Architected, SEC05 "Protecting networks"; Amazon VPC User Guide, "Security best practices for your VPC").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.site import Site
from components.foundation.endpoints import PrivateEndpoints, PrivateEndpointsArgs
from components.foundation.firewall import EgressFirewall, EgressFirewallArgs
from components.foundation.flow_logs import FlowLogs, FlowLogsArgs
from components.foundation.nat import NatGateways, NatGatewaysArgs
from components.foundation.subnets import ZONES, SubnetPlan, plan
from components.foundation.tier import SubnetTier, SubnetTierArgs
from components.foundation.zones import linkable

ALLOWED_DOMAINS = (".amazonaws.com",)
"""AWS's services that have no endpoint in the network; everything else is the stack's own decision."""
LOAD_BALANCERS = {"kubernetes.io/role/elb": "1"}
INTERNAL_LOAD_BALANCERS = {"kubernetes.io/role/internal-elb": "1"}
"""Tags by which clusters find the subnets of their load balancers (Amazon EKS User Guide, "Subnet requirements")."""


@dataclass(frozen=True, kw_only=True)
class RegionalNetworkArgs:
    """Where the network stands and how it is watched."""

    site: Site
    """Region it stands in."""
    zones: pulumi.Output[list[tuple[str, str]]]
    """Name and id of three availability zones of the region."""
    nat_per_zone: bool
    """One NAT gateway in each zone, or one for the region."""
    private_authority: bool
    """Whether workloads ask certificates of AWS Private CA."""
    allowed_domains: Sequence[str] = ALLOWED_DOMAINS
    """Domains that may be reached on the internet; a leading dot takes in the subdomains."""


class RegionalNetwork(pulumi.ComponentResource):
    """A VPC with its subnets, ways out, private endpoints and logs. Sequences follow the order of the zones."""

    vpc_id: pulumi.Output[str]
    """Id of the VPC."""
    public_subnet_ids: list[pulumi.Output[str]]
    """Subnets of load balancers."""
    private_subnet_ids: list[pulumi.Output[str]]
    """Subnets of workloads."""
    isolated_subnet_ids: list[pulumi.Output[str]]
    """Subnets of stores; no route leaves the platform."""
    isolated_cidrs: Sequence[str]
    """Their blocks."""
    private_cidrs: Sequence[str]
    """Blocks of the private subnets."""
    link_subnet_ids: pulumi.Output[list[str]]
    """Private subnets that an API gateway's link reaches into."""
    zone_names: Sequence[pulumi.Output[str]]
    """Names of its zones, in the order of each tier's subnets."""
    private_route_table_ids: list[pulumi.Output[str]]
    """Route tables of the private subnets."""
    isolated_route_table_id: pulumi.Output[str]
    """Route table of the isolated subnets."""
    endpoint_security_group_id: pulumi.Output[str]
    """Security group of the interface endpoints."""
    storage_prefix_list_id: pulumi.Output[str]
    """Prefix list of S3's addresses."""
    tables_prefix_list_id: pulumi.Output[str]
    """Prefix list of DynamoDB's addresses."""
    nat_public_ips: list[pulumi.Output[str]]
    """Addresses that the platform calls from."""
    log_group_names: Mapping[str, pulumi.Output[str]]
    """Log groups by what they hold."""

    def __init__(self, name: str, args: RegionalNetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:RegionalNetwork", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self.zone_names = [args.zones[zone][0] for zone in range(ZONES)]
        blocks = plan(args.site.region.cidr)
        vpc = self._create_vpc()
        self.vpc_id = vpc.id
        gateway = self._create_internet_gateway()
        public = self._create_tier("public", blocks.public, table_per_zone=True, labels=LOAD_BALANCERS)
        private = self._create_tier("private", blocks.private, table_per_zone=True, labels=INTERNAL_LOAD_BALANCERS)
        isolated = self._create_tier("isolated", blocks.isolated, table_per_zone=False, labels={})
        self.public_subnet_ids = public.subnet_ids
        self.private_subnet_ids = private.subnet_ids
        self.isolated_subnet_ids = isolated.subnet_ids
        self.isolated_cidrs = blocks.isolated
        self.private_cidrs = blocks.private
        self.link_subnet_ids = pulumi.Output.all(pulumi.Output.all(*private.subnet_ids), args.zones).apply(
            lambda known: linkable(*known)
        )
        self.private_route_table_ids = private.route_table_ids
        self.isolated_route_table_id = isolated.route_table_ids[0]
        self.nat_public_ips = self._create_nat(gateway)
        firewall = self._create_firewall(gateway, blocks, public)
        endpoints = self._create_endpoints()
        self.endpoint_security_group_id = endpoints.security_group_id
        self.storage_prefix_list_id = endpoints.storage_prefix_list_id
        self.tables_prefix_list_id = endpoints.tables_prefix_list_id
        self.log_group_names = {"network-flows": self._create_flow_logs(), **firewall.log_group_names}
        self.register_outputs(
            {
                "vpc_id": self.vpc_id,
                "public_subnet_ids": self.public_subnet_ids,
                "private_subnet_ids": self.private_subnet_ids,
                "isolated_subnet_ids": self.isolated_subnet_ids,
                "isolated_cidrs": self.isolated_cidrs,
                "private_cidrs": self.private_cidrs,
                "link_subnet_ids": self.link_subnet_ids,
                "zone_names": self.zone_names,
                "private_route_table_ids": self.private_route_table_ids,
                "isolated_route_table_id": self.isolated_route_table_id,
                "endpoint_security_group_id": self.endpoint_security_group_id,
                "storage_prefix_list_id": self.storage_prefix_list_id,
                "tables_prefix_list_id": self.tables_prefix_list_id,
                "nat_public_ips": self.nat_public_ips,
                "log_group_names": dict(self.log_group_names),
            }
        )

    def _create_vpc(self) -> aws.ec2.Vpc:
        vpc = aws.ec2.Vpc(
            f"{self._name}-vpc",
            region=self._args.site.name,
            cidr_block=self._args.site.region.cidr,
            enable_dns_support=True,
            enable_dns_hostnames=True,
            tags=self._args.site.context.tagged(f"{self._name}-vpc", residency=self._args.site.region.residency),
            opts=self._child,
        )
        aws.ec2.DefaultSecurityGroup(
            f"{self._name}-default-security-group",
            region=self._args.site.name,
            vpc_id=vpc.id,
            tags=self._args.site.context.tagged(f"{self._name}-default-security-group"),
            opts=self._child,
        )
        return vpc

    def _create_internet_gateway(self) -> aws.ec2.InternetGateway:
        return aws.ec2.InternetGateway(
            f"{self._name}-internet-gateway",
            region=self._args.site.name,
            vpc_id=self.vpc_id,
            tags=self._args.site.context.tagged(f"{self._name}-internet-gateway"),
            opts=self._child,
        )

    def _create_tier(
        self, tier: str, cidrs: Sequence[str], *, table_per_zone: bool, labels: Mapping[str, str]
    ) -> SubnetTier:
        return SubnetTier(
            f"{self._name}-{tier}",
            SubnetTierArgs(
                site=self._args.site,
                vpc_id=self.vpc_id,
                tier=tier,
                zones=self.zone_names,
                cidrs=cidrs,
                table_per_zone=table_per_zone,
                labels=labels,
            ),
            opts=self._child,
        )

    def _create_nat(self, gateway: aws.ec2.InternetGateway) -> list[pulumi.Output[str]]:
        gateways = NatGateways(
            f"{self._name}-nat",
            NatGatewaysArgs(
                site=self._args.site,
                public_subnet_ids=self.public_subnet_ids if self._args.nat_per_zone else self.public_subnet_ids[:1],
                private_route_table_ids=self.private_route_table_ids,
                internet_gateway=gateway,
            ),
            opts=self._child,
        )
        return gateways.public_ips

    def _create_firewall(
        self, gateway: aws.ec2.InternetGateway, blocks: SubnetPlan, public: SubnetTier
    ) -> EgressFirewall:
        """Lead those zones over it that something leaves from: the others' public subnets go nowhere."""
        left_from = len(self.nat_public_ips)
        return EgressFirewall(
            f"{self._name}-firewall",
            EgressFirewallArgs(
                site=self._args.site,
                vpc_id=self.vpc_id,
                internet_gateway_id=gateway.id,
                zones=self.zone_names,
                firewall_cidrs=blocks.firewall,
                public_cidrs=blocks.public[:left_from],
                public_route_table_ids=public.route_table_ids[:left_from],
                allowed_domains=self._args.allowed_domains,
            ),
            opts=self._child,
        )

    def _create_endpoints(self) -> PrivateEndpoints:
        return PrivateEndpoints(
            f"{self._name}-endpoints",
            PrivateEndpointsArgs(
                site=self._args.site,
                vpc_id=self.vpc_id,
                subnet_ids=self.private_subnet_ids,
                route_table_ids=[*self.private_route_table_ids, self.isolated_route_table_id],
                private_authority=self._args.private_authority,
            ),
            opts=self._child,
        )

    def _create_flow_logs(self) -> pulumi.Output[str]:
        logs = FlowLogs(
            f"{self._name}-flow-logs",
            FlowLogsArgs(
                site=self._args.site,
                vpc_id=self.vpc_id,
            ),
            opts=self._child,
        )
        return logs.log_group_name
