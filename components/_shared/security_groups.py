"""Hops between security groups: what may leave the one may enter the other."""

from collections.abc import Iterable
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.site import Site


@dataclass(frozen=True)
class Hop:
    """TCP on one port, from the group `source` to the group `target`."""

    name: str
    source: pulumi.Input[str]
    target: pulumi.Input[str]
    port: int
    description: str = ""
    """What it is for, where the name alone doesn't say it."""


def allow(name: str, hops: Iterable[Hop], *, site: Site, opts: pulumi.ResourceOptions) -> None:
    """Let each of *hops*, at *site*, out of its source and into its target."""
    for hop in hops:
        aws.vpc.SecurityGroupEgressRule(
            f"{name}-{hop.name}-out",
            region=site.name,
            security_group_id=hop.source,
            referenced_security_group_id=hop.target,
            ip_protocol="tcp",
            from_port=hop.port,
            to_port=hop.port,
            description=hop.description or hop.name,
            tags=site.context.tagged(f"{name}-{hop.name}-out"),
            opts=opts,
        )
        aws.vpc.SecurityGroupIngressRule(
            f"{name}-{hop.name}-in",
            region=site.name,
            security_group_id=hop.target,
            referenced_security_group_id=hop.source,
            ip_protocol="tcp",
            from_port=hop.port,
            to_port=hop.port,
            description=hop.description or hop.name,
            tags=site.context.tagged(f"{name}-{hop.name}-in"),
            opts=opts,
        )
