"""A region's door for the other regions' meshes: an internal load balancer on the port of the mesh's gateway.

TLS goes through it untouched, from the calling pod to the called one, with the mesh's certificates. Only the blocks of
the other regions' VPCs reach it (Istio, "Install Multi-Primary on different networks", east-west gateway).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarm
from components._shared.security_groups import Hop, allow
from components._shared.site import ActiveSite
from components.compute.drains import CONNECTIONS_LEAVE_SECONDS
from components.compute.mesh_names import EAST_WEST_PORT

BALANCER_NAME_MAX_LENGTH: Final = 32
"""Of load balancers and target groups (Elastic Load Balancing API, `CreateLoadBalancer`)."""


@dataclass(frozen=True, kw_only=True)
class EastWestArgs:
    """Where the door is and who may come."""

    site: ActiveSite
    """Region it stands in."""
    vpc_id: pulumi.Input[str]
    """VPC of the cluster."""
    subnet_ids: Sequence[pulumi.Input[str]]
    """Private subnets, one in each zone."""
    nodes_security_group_id: pulumi.Input[str]
    """Security group of the cluster's nodes and pods."""


class EastWest(pulumi.ComponentResource):
    """A network load balancer in front of the mesh's gateway."""

    address: pulumi.Output[str]
    """Name under which other regions reach it."""
    target_group_arn: pulumi.Output[str]
    """Target group that the gateway's pods join."""

    def __init__(self, name: str, args: EastWestArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:EastWest", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        group = self._create_security_group()
        balancer = self._create_balancer(group)
        targets = self._create_targets()
        self._create_listener(balancer, targets)
        self._create_alarm(balancer, targets)
        self.address = balancer.dns_name
        self.target_group_arn = targets.arn
        self.register_outputs({"address": self.address, "target_group_arn": self.target_group_arn})

    def _create_security_group(self) -> aws.ec2.SecurityGroup:
        args = self._args
        group = aws.ec2.SecurityGroup(
            f"{self._name}-group",
            name=args.site.context.physical_name(f"east-west-{args.site.name}", max_length=255),
            region=args.site.name,
            description="Door for the meshes of other regions",
            vpc_id=args.vpc_id,
            tags=args.site.context.tagged(f"{self._name}-group"),
            opts=self._child,
        )
        for number, peer in enumerate(args.site.peers):
            aws.vpc.SecurityGroupIngressRule(
                f"{self._name}-from-peer-{number}",
                region=args.site.name,
                security_group_id=group.id,
                cidr_ipv4=peer.cidr,
                ip_protocol="tcp",
                from_port=EAST_WEST_PORT,
                to_port=EAST_WEST_PORT,
                description="mesh of another region",
                tags=args.site.context.tagged(f"{self._name}-from-peer-{number}"),
                opts=self._child,
            )
        mesh = Hop("mesh", group.id, args.nodes_security_group_id, EAST_WEST_PORT, "gateway's mesh port")
        allow(self._name, [mesh], site=args.site, opts=self._child)
        return group

    def _create_balancer(self, group: aws.ec2.SecurityGroup) -> aws.lb.LoadBalancer:
        args = self._args
        return aws.lb.LoadBalancer(
            f"{self._name}-balancer",
            name=args.site.context.physical_name(f"mesh-{args.site.name}", BALANCER_NAME_MAX_LENGTH),
            region=args.site.name,
            load_balancer_type="network",
            internal=True,
            subnets=list(args.subnet_ids),
            security_groups=[group.id],
            enable_cross_zone_load_balancing=True,
            enable_deletion_protection=args.site.context.protect,
            tags=args.site.context.tagged(f"{self._name}-balancer"),
            opts=self._child,
        )

    def _create_targets(self) -> aws.lb.TargetGroup:
        args = self._args
        return aws.lb.TargetGroup(
            f"{self._name}-targets",
            name=args.site.context.physical_name(f"mesh-{args.site.name}", BALANCER_NAME_MAX_LENGTH),
            region=args.site.name,
            vpc_id=args.vpc_id,
            target_type="ip",
            port=EAST_WEST_PORT,
            protocol="TCP",
            deregistration_delay=CONNECTIONS_LEAVE_SECONDS,
            health_check=aws.lb.TargetGroupHealthCheckArgs(protocol="TCP", port="traffic-port"),
            tags=args.site.context.tagged(f"{self._name}-targets"),
            opts=self._child,
        )

    def _create_listener(self, balancer: aws.lb.LoadBalancer, targets: aws.lb.TargetGroup) -> None:
        aws.lb.Listener(
            f"{self._name}-listener",
            region=self._args.site.name,
            load_balancer_arn=balancer.arn,
            port=EAST_WEST_PORT,
            protocol="TCP",
            default_actions=[aws.lb.ListenerDefaultActionArgs(type="forward", target_group_arn=targets.arn)],
            tags=self._args.site.context.tagged(f"{self._name}-listener"),
            # Listener and targets go together: targets in use can't be deleted, nor can two groups have one name.
            opts=pulumi.ResourceOptions(parent=self, replace_on_changes=["defaultActions"]),
        )

    def _create_alarm(self, balancer: aws.lb.LoadBalancer, targets: aws.lb.TargetGroup) -> None:
        declare_alarm(
            f"{self._name}-unreachable",
            Alarm(
                namespace="AWS/NetworkELB",
                metric="HealthyHostCount",
                dimensions={"LoadBalancer": balancer.arn_suffix, "TargetGroup": targets.arn_suffix},
                statistic="Minimum",
                comparison="LessThanThreshold",
                threshold=1,
                missing_data="breaching",
                description="Other regions cannot reach this region's mesh: what they send to it fails. Look at "
                "the mesh gateway's pods, then at the target group's health reasons.",
            ),
            site=self._args.site,
            opts=self._child,
        )
