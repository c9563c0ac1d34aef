"""A region's private way in: an internal load balancer in front of the mesh, and the API gateway's link to it.

Nothing here faces the internet. The API gateway trusts the balancer's public certificate; the balancer re-encrypts
requests towards the mesh. What answers `/healthz/ready` is the mesh's own gateway (its status port, plain HTTP, no
data), so a region is healthy when its cluster can take traffic, not merely when its API gateway is up.

Pods join the target groups by IP address; the cluster's load balancer controller binds them.
Sources: API Gateway Developer Guide, "Private integrations for REST APIs" (VPC links V2, an application load balancer
as integration target); Istio operations guide, "Ports used by Istio".
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarm
from components._shared.site import ActiveSite
from components.compute.ingress_groups import IngressGroups, IngressGroupsArgs

HTTPS_PORT = 443
GATEWAY_PORT = 8443
"""Port on which the mesh's gateway pods take HTTPS."""
STATUS_PORT = 15021
"""Port on which the mesh's gateway pods tell whether they are ready."""
STATUS_PATH = "/healthz/ready"

TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
"""TLS 1.3 with post-quantum key exchange, and the forward-secret AEAD suites of 1.2, which the API gateway calls with
(Elastic Load Balancing, "Security policies"; API Gateway Developer Guide, "Supported security policies": TLS 1.2 on
egress)."""


@dataclass(frozen=True, kw_only=True)
class IngressArgs:
    """What a region's ingress needs."""

    site: ActiveSite
    """Region it stands in."""
    vpc_id: pulumi.Input[str]
    """VPC of the region."""
    subnet_ids: Sequence[pulumi.Input[str]]
    """Private subnets, one in each zone."""
    target_security_group_id: pulumi.Input[str]
    """Security group of the nodes or pods that the mesh's gateway runs on."""
    certificate_arn: pulumi.Input[str]
    """Certificate of the region that covers the host name the API gateway calls."""


class Ingress(pulumi.ComponentResource):
    """An internal load balancer, its target groups, and a VPC link to it."""

    load_balancer_arn: pulumi.Output[str]
    vpc_link_id: pulumi.Output[str]
    gateway_target_group_arn: pulumi.Output[str]
    """Target group that the mesh's gateway pods join on `GATEWAY_PORT`."""
    status_target_group_arn: pulumi.Output[str]
    """Target group that the same pods join on `STATUS_PORT`."""
    health_alarm_name: pulumi.Output[str]
    """Alarm that fires when no pod of the mesh's gateway is ready."""

    def __init__(self, name: str, args: IngressArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Ingress", name, {}, opts)
        self._name = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        groups = self._create_groups()
        balancer = self._create_balancer(groups.balancer_group_id)
        gateway = self._create_target_group("gateway", GATEWAY_PORT, "HTTPS", balancer)
        status = self._create_target_group("status", STATUS_PORT, "HTTP", balancer)
        self._create_listener(balancer, gateway, status)
        link = self._create_link(groups.link_group_id)
        alarm = self._create_alarm(balancer, gateway)
        self.load_balancer_arn = balancer.arn
        self.vpc_link_id = link.id
        self.gateway_target_group_arn = gateway.arn
        self.status_target_group_arn = status.arn
        self.health_alarm_name = alarm.name
        self.register_outputs(
            {
                "load_balancer_arn": self.load_balancer_arn,
                "vpc_link_id": self.vpc_link_id,
                "gateway_target_group_arn": self.gateway_target_group_arn,
                "status_target_group_arn": self.status_target_group_arn,
                "health_alarm_name": self.health_alarm_name,
            }
        )

    def _physical_name(self, role: str, max_length: int) -> str:
        return self._args.site.context.physical_name(f"{role}-{self._args.site.name}", max_length=max_length)

    def _create_groups(self) -> IngressGroups:
        return IngressGroups(
            f"{self._name}-groups",
            IngressGroupsArgs(
                site=self._args.site,
                vpc_id=self._args.vpc_id,
                balancer_port=HTTPS_PORT,
                target_security_group_id=self._args.target_security_group_id,
                target_ports=(GATEWAY_PORT, STATUS_PORT),
            ),
            self._child,
        )

    def _create_balancer(self, group_id: pulumi.Input[str]) -> aws.lb.LoadBalancer:
        args = self._args
        return aws.lb.LoadBalancer(
            f"{self._name}-balancer",
            name=self._physical_name("ingress", max_length=32),
            region=args.site.name,
            load_balancer_type="application",
            internal=True,
            subnets=args.subnet_ids,
            security_groups=[group_id],
            drop_invalid_header_fields=True,
            access_logs=aws.lb.LoadBalancerAccessLogsArgs(
                bucket=args.site.archive.deliveries_bucket_name, enabled=True
            ),
            enable_deletion_protection=args.site.context.protect,
            tags=args.site.context.tagged(f"{self._name}-balancer"),
            opts=self._child,
        )

    def _create_target_group(
        self, role: str, port: int, protocol: str, balancer: aws.lb.LoadBalancer
    ) -> aws.lb.TargetGroup:
        return aws.lb.TargetGroup(
            f"{self._name}-{role}-targets",
            name=self._physical_name(role, max_length=32),
            region=self._args.site.name,
            vpc_id=self._args.vpc_id,
            target_type="ip",
            port=port,
            protocol=protocol,
            health_check=aws.lb.TargetGroupHealthCheckArgs(
                protocol="HTTP", port=str(STATUS_PORT), path=STATUS_PATH, matcher="200", interval=10, timeout=5
            ),
            tags=self._args.site.context.tagged(f"{self._name}-{role}-targets"),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[balancer]),
        )

    def _create_listener(
        self, balancer: aws.lb.LoadBalancer, gateway: aws.lb.TargetGroup, status: aws.lb.TargetGroup
    ) -> None:
        listener = aws.lb.Listener(
            f"{self._name}-listener",
            region=self._args.site.name,
            load_balancer_arn=balancer.arn,
            port=HTTPS_PORT,
            protocol="HTTPS",
            ssl_policy=TLS_POLICY,
            certificate_arn=self._args.certificate_arn,
            default_actions=[aws.lb.ListenerDefaultActionArgs(type="forward", target_group_arn=gateway.arn)],
            tags=self._args.site.context.tagged(f"{self._name}-listener"),
            opts=self._child,
        )
        aws.lb.ListenerRule(
            f"{self._name}-status-rule",
            region=self._args.site.name,
            listener_arn=listener.arn,
            priority=1,
            conditions=[
                aws.lb.ListenerRuleConditionArgs(
                    path_pattern=aws.lb.ListenerRuleConditionPathPatternArgs(values=[STATUS_PATH])
                )
            ],
            actions=[aws.lb.ListenerRuleActionArgs(type="forward", target_group_arn=status.arn)],
            tags=self._args.site.context.tagged(f"{self._name}-status-rule"),
            opts=self._child,
        )

    def _create_link(self, group_id: pulumi.Input[str]) -> aws.apigatewayv2.VpcLink:
        return aws.apigatewayv2.VpcLink(
            f"{self._name}-link",
            name=self._physical_name("ingress", max_length=128),
            region=self._args.site.name,
            subnet_ids=self._args.subnet_ids,
            security_group_ids=[group_id],
            tags=self._args.site.context.tagged(f"{self._name}-link"),
            opts=self._child,
        )

    def _create_alarm(self, balancer: aws.lb.LoadBalancer, gateway: aws.lb.TargetGroup) -> aws.cloudwatch.MetricAlarm:
        return declare_alarm(
            f"{self._name}-ready",
            Alarm(
                namespace="AWS/ApplicationELB",
                metric="HealthyHostCount",
                dimensions={"LoadBalancer": balancer.arn_suffix, "TargetGroup": gateway.arn_suffix},
                threshold=1,
                statistic="Minimum",
                comparison="LessThanThreshold",
                evaluation_periods=1,
                missing_data="breaching",
                description=(
                    f"No gateway pod of the mesh in {self._args.site.name} is ready: the region serves nothing. "
                    "Look at the istio-ingress pods and at the target group's health."
                ),
            ),
            site=self._args.site,
            opts=self._child,
        )
