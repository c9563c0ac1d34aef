"""What may leave a region for the internet: named domains over TLS and HTTP, nothing else, in or out.

Endpoints of AWS Network Firewall stand between the public subnets and the internet gateway, one in each zone (AWS
Network Firewall Developer Guide, "Multi zone architecture with an internet gateway").
Sources appear as the NAT gateway's; the VPC's flow logs tell which workload it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarm
from components._shared.logs import log_group
from components._shared.paths import registered, searched
from components._shared.site import Site
from components.foundation.firewall_rules import egress_policy
from components.foundation.inspection import InspectionRoutes, InspectionRoutesArgs
from components.foundation.tier import SubnetTier, SubnetTierArgs
from settings import DataClass

DROPPED_PACKETS = 1000
"""Dropped packets in five minutes that are worth a look; stray scanners stay well below."""


@dataclass(frozen=True, kw_only=True)
class EgressFirewallArgs:
    """The network that the firewall guards, and what it lets out."""

    site: Site
    """Region it stands in."""
    vpc_id: pulumi.Input[str]
    """The VPC."""
    internet_gateway_id: pulumi.Input[str]
    """The VPC's internet gateway."""
    zones: Sequence[pulumi.Input[str]]
    """Names of the availability zones; the sequences below follow their order."""
    firewall_cidrs: Sequence[str]
    """Blocks for the firewall's own subnets."""
    public_cidrs: Sequence[str]
    """Blocks of the public subnets."""
    public_route_table_ids: Sequence[pulumi.Input[str]]
    """Route tables of the public subnets, which get their default route here."""
    allowed_domains: Sequence[str]
    """Domains that may be reached; a leading dot takes in the subdomains."""


class EgressFirewall(pulumi.ComponentResource):
    """A network firewall with a domain allow-list in front of a VPC's internet gateway."""

    arn: pulumi.Output[str]
    """ARN of the firewall."""
    log_group_names: Mapping[str, pulumi.Output[str]]
    """Log groups by what they hold."""

    def __init__(self, name: str, args: EgressFirewallArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:EgressFirewall", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        subnets = self._create_subnets()
        firewall = self._create_firewall(subnets)
        self.log_group_names = self._create_logging(firewall)
        self._create_routes(firewall, subnets)
        self._create_alarms(firewall)
        self.arn = firewall.arn
        paths = registered(searched("verdicts", self.arn))
        self.register_outputs({"arn": self.arn, "log_group_names": dict(self.log_group_names), "paths": paths})

    def _create_subnets(self) -> SubnetTier:
        return SubnetTier(
            f"{self._name}-tier",
            SubnetTierArgs(
                site=self._args.site,
                vpc_id=self._args.vpc_id,
                tier="firewall",
                zones=self._args.zones,
                cidrs=self._args.firewall_cidrs,
                table_per_zone=False,
            ),
            opts=self._child,
        )

    def _create_firewall(self, subnets: SubnetTier) -> aws.networkfirewall.Firewall:
        args, context = self._args, self._args.site.context
        policy = egress_policy(self._name, args.allowed_domains, site=args.site, opts=self._child)
        return aws.networkfirewall.Firewall(
            f"{self._name}-firewall",
            region=args.site.name,
            name=context.physical_name("egress", 128),
            description="Lets the platform reach named domains only.",
            vpc_id=args.vpc_id,
            firewall_policy_arn=policy.arn,
            subnet_mappings=[
                aws.networkfirewall.FirewallSubnetMappingArgs(subnet_id=subnet_id) for subnet_id in subnets.subnet_ids
            ],
            encryption_configuration=aws.networkfirewall.FirewallEncryptionConfigurationArgs(
                type="CUSTOMER_KMS", key_id=args.site.key_arns[DataClass.INTERNAL]
            ),
            delete_protection=context.protect,
            subnet_change_protection=context.protect,
            firewall_policy_change_protection=context.protect,
            tags=context.tagged(f"{self._name}-firewall"),
            opts=self._child,
        )

    def _create_logging(self, firewall: aws.networkfirewall.Firewall) -> dict[str, pulumi.Output[str]]:
        names = {
            kind: log_group(
                f"{self._name}-{kind}-logs",
                path=f"/aws/network-firewall/{self._args.site.context.physical_name(kind, 256)}",
                site=self._args.site,
                opts=self._child,
            ).name
            for kind in ("alert", "flow")
        }
        destinations = [
            aws.networkfirewall.LoggingConfigurationLoggingConfigurationLogDestinationConfigArgs(
                log_type=kind.upper(), log_destination_type="CloudWatchLogs", log_destination={"logGroup": name}
            )
            for kind, name in names.items()
        ]
        aws.networkfirewall.LoggingConfiguration(
            f"{self._name}-logging",
            region=self._args.site.name,
            firewall_arn=firewall.arn,
            logging_configuration=aws.networkfirewall.LoggingConfigurationLoggingConfigurationArgs(
                log_destination_configs=destinations
            ),
            opts=self._child,
        )
        return {f"firewall-{kind}": name for kind, name in names.items()}

    def _create_routes(self, firewall: aws.networkfirewall.Firewall, subnets: SubnetTier) -> None:
        InspectionRoutes(
            f"{self._name}-routes",
            InspectionRoutesArgs(
                site=self._args.site,
                vpc_id=self._args.vpc_id,
                internet_gateway_id=self._args.internet_gateway_id,
                firewall_endpoint_ids=[_endpoint_in(firewall, subnet_id) for subnet_id in subnets.subnet_ids],
                firewall_route_table_id=subnets.route_table_ids[0],
                public_cidrs=self._args.public_cidrs,
                public_route_table_ids=self._args.public_route_table_ids,
            ),
            opts=self._child,
        )

    def _create_alarms(self, firewall: aws.networkfirewall.Firewall) -> None:
        for zone, zone_name in enumerate(self._args.zones):
            declare_alarm(
                f"{self._name}-dropped-{zone}",
                Alarm(
                    namespace="AWS/NetworkFirewall",
                    metric="DroppedPackets",
                    dimensions={"FirewallName": firewall.name, "AvailabilityZone": zone_name, "Engine": "Stateful"},
                    statistic="Sum",
                    period_seconds=300,
                    threshold=DROPPED_PACKETS,
                    description="Something keeps trying to reach a domain outside the allow-list: read the alert log.",
                ),
                site=self._args.site,
                opts=self._child,
            )


def _endpoint_in(firewall: aws.networkfirewall.Firewall, subnet_id: pulumi.Output[str]) -> pulumi.Output[str]:
    """Return the id of the firewall's endpoint in a subnet."""
    return pulumi.Output.all(firewall.firewall_statuses, subnet_id).apply(
        lambda known: next(
            attachment["endpoint_id"]
            for state in known[0][0]["sync_states"]
            for attachment in state["attachments"]
            if attachment["subnet_id"] == known[1]
        )
    )
