"""The ways of what takes releases through regions in step: to its own cluster's API server and to the record.

The record is reached by the network's own endpoint in the first region, and from the others by the way out that the
firewall narrows to AWS's domains, as endpoints serve their own region alone (AWS PrivateLink Guide, "Gateway
endpoints").
"""

from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.network import Network
from components._shared.paths import HTTPS_PORT, Path, registered, to_services
from components._shared.site import Site

ANYWHERE: Final = "0.0.0.0/0"


@dataclass(frozen=True, kw_only=True)
class LockstepGroupArgs:
    """From where to where."""

    site: Site
    """Region it stands in."""
    home: str
    """Region of the record."""
    network: Network
    """Network of the cluster."""
    api_group_id: pulumi.Input[str]
    """Security group of the cluster's API server."""


class LockstepGroup(pulumi.ComponentResource):
    """A security group with its ways out."""

    group_id: pulumi.Output[str]

    def __init__(self, name: str, args: LockstepGroupArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:LockstepGroup", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self.group_id = self._create_group()
        self._let_in()
        self._let_out()
        self.register_outputs({"group_id": self.group_id, "paths": registered(*self._paths())})

    def _paths(self) -> list[Path]:
        args, why = self._args, "A release goes on in this region, or back."
        elsewhere = f"dynamodb.{args.home}.amazonaws.com"
        return [
            Path(name="api", source=self.group_id, destination=args.api_group_id, port=HTTPS_PORT, why=why),
            to_services(args.home, self.group_id, ["dynamodb"], why=why)
            if args.home == args.site.name
            else Path(name="record", source=self.group_id, destination=elsewhere, port=HTTPS_PORT, why=why),
        ]

    def _create_group(self) -> pulumi.Output[str]:
        site = self._args.site
        return aws.ec2.SecurityGroup(
            f"{self._name}-group",
            name=site.context.physical_name(self._name, max_length=255),
            region=site.name,
            description="Function that takes releases through regions in step",
            vpc_id=self._args.network.vpc_id,
            tags=site.context.tagged(f"{self._name}-group"),
            opts=self._child,
        ).id

    def _let_in(self) -> None:
        site = self._args.site
        aws.vpc.SecurityGroupIngressRule(
            f"{self._name}-into-api",
            region=site.name,
            security_group_id=self._args.api_group_id,
            referenced_security_group_id=self.group_id,
            ip_protocol="tcp",
            from_port=HTTPS_PORT,
            to_port=HTTPS_PORT,
            description="lockstep",
            tags=site.context.tagged(f"{self._name}-into-api"),
            opts=self._child,
        )

    def _let_out(self) -> None:
        args, site = self._args, self._args.site
        ways: dict[str, dict[str, pulumi.Input[str]]] = {"https": {"cidr_ipv4": ANYWHERE}}
        if args.home == site.name:
            ways = {
                "api": {"referenced_security_group_id": args.api_group_id},
                "record": {"prefix_list_id": args.network.tables_prefix_list_id},
            }
        for role, target in ways.items():
            aws.vpc.SecurityGroupEgressRule(
                f"{self._name}-to-{role}",
                region=site.name,
                security_group_id=self.group_id,
                ip_protocol="tcp",
                from_port=HTTPS_PORT,
                to_port=HTTPS_PORT,
                description=f"lockstep to {role}",
                tags=site.context.tagged(f"{self._name}-to-{role}"),
                opts=self._child,
                **target,
            )
