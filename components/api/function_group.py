"""The security group of the API's functions in one region: nothing enters, and out they reach AWS's services alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.function_args import FunctionNetwork
from components._shared.network import Network
from components._shared.paths import registered, to_services
from components._shared.site import Site

HTTPS: Final = 443
SERVICES: Final[Sequence[str]] = ("dynamodb", "kinesis-firehose", "kms", "sqs")
"""AWS's services that the functions call."""


@dataclass(frozen=True, kw_only=True)
class FunctionGroupArgs:
    """Where they stand."""

    site: Site
    network: Network


class FunctionGroup(pulumi.ComponentResource):
    """A security group with its ways out."""

    network: FunctionNetwork
    """Where functions stand that wear it."""

    def __init__(self, name: str, args: FunctionGroupArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:FunctionGroup", name, {}, opts)
        site, child = args.site, pulumi.ResourceOptions(parent=self)
        group = aws.ec2.SecurityGroup(
            f"{name}-group",
            name=site.context.physical_name(name, max_length=255),
            region=site.name,
            description="Functions that answer the API",
            vpc_id=args.network.vpc_id,
            tags=site.context.tagged(f"{name}-group"),
            opts=child,
        )
        ways = {
            "endpoints": {"referenced_security_group_id": args.network.endpoint_security_group_id},
            "tables": {"prefix_list_id": args.network.tables_prefix_list_id},
        }
        for role, target in ways.items():
            aws.vpc.SecurityGroupEgressRule(
                f"{name}-to-{role}",
                region=site.name,
                security_group_id=group.id,
                ip_protocol="tcp",
                from_port=HTTPS,
                to_port=HTTPS,
                description=f"API's functions to {role}",
                tags=site.context.tagged(f"{name}-to-{role}"),
                opts=child,
                **target,
            )
        self.network = FunctionNetwork(subnet_ids=args.network.private_subnet_ids, group_id=group.id)
        self.register_outputs(
            {
                "group_id": group.id,
                "paths": registered(
                    to_services(site.name, group.id, SERVICES, why="Functions keep events, and open what is sealed.")
                ),
            }
        )
