"""Hops between security groups: what may leave the one may enter the other."""

import pulumi
import pulumi_aws as aws

from components._shared.context import Context


def allow(
    name: str,
    hop: str,
    *,
    source: pulumi.Input[str],
    target: pulumi.Input[str],
    port: int,
    region: str,
    context: Context,
    opts: pulumi.ResourceOptions,
) -> None:
    """Let the group *source* reach the group *target* on TCP *port*: out of the one and into the other."""
    aws.vpc.SecurityGroupEgressRule(
        f"{name}-{hop}-out",
        region=region,
        security_group_id=source,
        referenced_security_group_id=target,
        ip_protocol="tcp",
        from_port=port,
        to_port=port,
        description=hop,
        tags=context.tagged(f"{name}-{hop}-out"),
        opts=opts,
    )
    aws.vpc.SecurityGroupIngressRule(
        f"{name}-{hop}-in",
        region=region,
        security_group_id=target,
        referenced_security_group_id=source,
        ip_protocol="tcp",
        from_port=port,
        to_port=port,
        description=hop,
        tags=context.tagged(f"{name}-{hop}-in"),
        opts=opts,
    )
