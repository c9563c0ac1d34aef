"""The security group of some functions in one region: nothing enters, and out they reach AWS's services and, where they
are given them, the shards."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.function_args import FunctionNetwork
from components._shared.network import Network
from components._shared.paths import Path, registered, to_services
from components._shared.shards import PORT, Shards
from components._shared.site import Site

HTTPS: Final = 443
SERVICES: Final[Sequence[str]] = ("dynamodb", "kinesis-firehose", "kms", "sqs")
"""AWS's services that the functions call."""


@dataclass(frozen=True, kw_only=True)
class FunctionGroupArgs:
    """Where they stand."""

    site: Site
    network: Network
    description: str = "Functions that answer the API"
    why: str = "Functions answer from tables, and open seals."
    """What they need AWS's services for."""
    services: Sequence[str] = SERVICES
    """AWS's services that they call."""
    shards: Shards | None = None
    """Which they reach besides."""


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
            description=args.description,
            vpc_id=args.network.vpc_id,
            tags=site.context.tagged(f"{name}-group"),
            opts=child,
        )
        ways: dict[str, tuple[int, dict[str, pulumi.Input[str]]]] = {}
        if "dynamodb" in args.services:
            ways["tables"] = (HTTPS, {"prefix_list_id": args.network.tables_prefix_list_id})
        if set(args.services) - {"dynamodb"}:
            ways["endpoints"] = (HTTPS, {"referenced_security_group_id": args.network.endpoint_security_group_id})
        if args.shards:
            ways["proxies"] = (PORT, {"referenced_security_group_id": args.shards.proxy_group_id})
            for cidr in args.shards.peer_cidrs:
                ways[f"peer-proxies-{cidr.replace('/', '-')}"] = (PORT, {"cidr_ipv4": cidr})
            self._let_in(name, args.description, args.shards, site, group.id)
        for role, (port, target) in ways.items():
            aws.vpc.SecurityGroupEgressRule(
                f"{name}-to-{role}",
                region=site.name,
                security_group_id=group.id,
                ip_protocol="tcp",
                from_port=port,
                to_port=port,
                description=f"{args.description}: to {role}",
                tags=site.context.tagged(f"{name}-to-{role}"),
                opts=child,
                **target,
            )
        self.network = FunctionNetwork(subnet_ids=args.network.private_subnet_ids, group_id=group.id)
        paths = [to_services(site.name, group.id, args.services, why=args.why)] if args.services else []
        if args.shards:
            why = "A request entered in any region reads and writes the shard of its key, wherever that has its writer."
            paths.append(Path(name="shards", source=group.id, destination=args.shards.endpoints, port=PORT, why=why))
        self.register_outputs({"group_id": group.id, "paths": registered(*paths)})

    def _let_in(self, name: str, description: str, shards: Shards, site: Site, group_id: pulumi.Output[str]) -> None:
        aws.vpc.SecurityGroupIngressRule(
            f"{name}-into-proxies",
            region=site.name,
            security_group_id=shards.proxy_group_id,
            referenced_security_group_id=group_id,
            description=description,
            ip_protocol="tcp",
            from_port=PORT,
            to_port=PORT,
            tags=site.context.tagged(f"{name}-into-proxies"),
            opts=pulumi.ResourceOptions(parent=self),
        )
