"""AWS's services inside the VPC, so that workloads reach them without the internet.

Gateway endpoints cost nothing and serve S3 and DynamoDB through the route tables; interface endpoints put an address
of each other service in every zone's private subnet (AWS PrivateLink Guide, "Access AWS services").
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.site import Site
from components.foundation.endpoint_policies import (
    INTERFACE_ACTIONS,
    PRIVATE_AUTHORITY,
    gateway_policies,
    interface_policy,
)

HTTPS = 443
STORAGE, TABLES = "s3", "dynamodb"


@dataclass(frozen=True, kw_only=True)
class PrivateEndpointsArgs:
    """The network that the endpoints serve."""

    site: Site
    """Region it stands in."""
    vpc_id: pulumi.Input[str]
    """The VPC."""
    subnet_ids: Sequence[pulumi.Input[str]]
    """Subnets that hold the interface endpoints' addresses, one in each zone."""
    route_table_ids: Sequence[pulumi.Input[str]]
    """Route tables that lead to the gateway endpoints."""
    private_authority: bool
    """Whether workloads ask certificates of AWS Private CA."""


class PrivateEndpoints(pulumi.ComponentResource):
    """Gateway and interface endpoints with policies, behind one security group."""

    security_group_id: pulumi.Output[str]
    """Security group of the interface endpoints; takes HTTPS from the VPC."""
    storage_prefix_list_id: pulumi.Output[str]
    """Prefix list of S3's addresses, which are reached by its gateway endpoint."""
    tables_prefix_list_id: pulumi.Output[str]
    """Likewise of DynamoDB's."""

    def __init__(self, name: str, args: PrivateEndpointsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:PrivateEndpoints", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        gateways = self._create_gateways()
        self.storage_prefix_list_id = gateways[STORAGE].prefix_list_id
        self.tables_prefix_list_id = gateways[TABLES].prefix_list_id
        group = self._create_security_group()
        self._create_interfaces(group)
        self.security_group_id = group.id
        self.register_outputs(
            {
                "security_group_id": self.security_group_id,
                "storage_prefix_list_id": self.storage_prefix_list_id,
                "tables_prefix_list_id": self.tables_prefix_list_id,
            }
        )

    def _create_gateways(self) -> dict[str, aws.ec2.VpcEndpoint]:
        policies = gateway_policies(self._args.site.name, self._args.site.context.account_id)
        return {
            service: aws.ec2.VpcEndpoint(
                f"{self._name}-{service}",
                region=self._args.site.name,
                vpc_id=self._args.vpc_id,
                service_name=self._service_name(service),
                vpc_endpoint_type="Gateway",
                route_table_ids=list(self._args.route_table_ids),
                policy=policy,
                tags=self._args.site.context.tagged(f"{self._name}-{service}"),
                opts=self._child,
            )
            for service, policy in policies.items()
        }

    def _create_security_group(self) -> aws.ec2.SecurityGroup:
        label = f"{self._name}-security-group"
        group = aws.ec2.SecurityGroup(
            label,
            region=self._args.site.name,
            name=self._args.site.context.physical_name("endpoints", 255),
            description="Interface endpoints: HTTPS from inside the VPC.",
            vpc_id=self._args.vpc_id,
            tags=self._args.site.context.tagged(label),
            opts=self._child,
        )
        aws.vpc.SecurityGroupIngressRule(
            f"{self._name}-https",
            region=self._args.site.name,
            security_group_id=group.id,
            description="HTTPS from the VPC",
            ip_protocol="tcp",
            from_port=HTTPS,
            to_port=HTTPS,
            cidr_ipv4=self._args.site.region.cidr,
            tags=self._args.site.context.tagged(f"{self._name}-https"),
            opts=self._child,
        )
        return group

    def _create_interfaces(self, group: aws.ec2.SecurityGroup) -> None:
        for service in INTERFACE_ACTIONS:
            if service == PRIVATE_AUTHORITY and not self._args.private_authority:
                continue
            label = f"{self._name}-{service.replace('.', '-')}"
            aws.ec2.VpcEndpoint(
                label,
                region=self._args.site.name,
                vpc_id=self._args.vpc_id,
                service_name=self._service_name(service),
                vpc_endpoint_type="Interface",
                subnet_ids=list(self._args.subnet_ids),
                security_group_ids=[group.id],
                private_dns_enabled=True,
                policy=interface_policy(service, self._args.site.context.account_id),
                tags=self._args.site.context.tagged(label),
                opts=self._child,
            )

    def _service_name(self, service: str) -> str:
        return f"com.amazonaws.{self._args.site.name}.{service}"
