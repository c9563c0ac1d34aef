"""A region's private way in: an internal load balancer in front of the mesh, and the API gateway's link to it.

Nothing here faces the internet. The API gateway trusts the balancer's public certificate; the balancer re-encrypts
requests towards the mesh. Its health check goes the way that requests go: over TLS to the mesh's gateway, by the mesh's
routes and rules to the API's pods in this region, and asks them. So a target is healthy when a request would be
answered, and a region without an API pod that is ready has no healthy target.

Pods join the target group by IP address; the cluster's load balancer controller binds them.
Sources: API Gateway Developer Guide, "Private integrations for REST APIs" (VPC links V2, an application load balancer
as integration target); Istio operations guide, "Ports used by Istio".
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarm
from components._shared.paths import archived, registered
from components._shared.site import ActiveSite
from components.compute.drains import REQUESTS_LEAVE_SECONDS
from components.compute.ingress_groups import IngressGroups, IngressGroupsArgs

HTTPS_PORT = 443
GATEWAY_PORT = 8443
"""Port on which the mesh's gateway pods take HTTPS."""
HEALTH_INTERVAL_SECONDS, HEALTH_TIMEOUT_SECONDS = 10, 5
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
    link_subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
    """Those of them that an API gateway's link reaches into."""
    target_security_group_id: pulumi.Input[str]
    """Security group of the nodes or pods that the mesh's gateway runs on."""
    certificate_arn: pulumi.Input[str]
    """Certificate of the region that covers the host name the API gateway calls."""
    health_path: str
    """Path on which the API says whether it can answer."""


class Ingress(pulumi.ComponentResource):
    """An internal load balancer, its target group, and a VPC link to it."""

    load_balancer_arn: pulumi.Output[str]
    vpc_link_id: pulumi.Output[str]
    gateway_target_group_arn: pulumi.Output[str]
    """Target group that the mesh's gateway pods join on `GATEWAY_PORT`."""
    health_alarm_name: pulumi.Output[str]
    """Alarm that fires when no request to the API would be answered."""

    def __init__(self, name: str, args: IngressArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Ingress", name, {}, opts)
        self._name = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        groups = self._create_groups()
        balancer = self._create_balancer(groups.balancer_group_id)
        gateway = self._create_targets(balancer)
        self._create_listener(balancer, gateway)
        link = self._create_link(groups.link_group_id)
        alarm = self._create_alarm(balancer, gateway)
        self.load_balancer_arn = balancer.arn
        self.vpc_link_id = link.id
        self.gateway_target_group_arn = gateway.arn
        self.health_alarm_name = alarm.name
        self.register_outputs(
            {
                "load_balancer_arn": self.load_balancer_arn,
                "vpc_link_id": self.vpc_link_id,
                "gateway_target_group_arn": self.gateway_target_group_arn,
                "health_alarm_name": self.health_alarm_name,
                "paths": registered(archived("requests", balancer.arn, args.site.archive.deliveries_bucket_name)),
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
                target_ports=(GATEWAY_PORT,),
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

    def _create_targets(self, balancer: aws.lb.LoadBalancer) -> aws.lb.TargetGroup:
        return aws.lb.TargetGroup(
            f"{self._name}-gateway-targets",
            name=self._physical_name("gateway", max_length=32),
            region=self._args.site.name,
            vpc_id=self._args.vpc_id,
            target_type="ip",
            port=GATEWAY_PORT,
            protocol="HTTPS",
            deregistration_delay=REQUESTS_LEAVE_SECONDS,
            health_check=aws.lb.TargetGroupHealthCheckArgs(
                protocol="HTTPS",
                port="traffic-port",
                path=self._args.health_path,
                matcher="200",
                interval=HEALTH_INTERVAL_SECONDS,
                timeout=HEALTH_TIMEOUT_SECONDS,
            ),
            tags=self._args.site.context.tagged(f"{self._name}-gateway-targets"),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[balancer]),
        )

    def _create_listener(self, balancer: aws.lb.LoadBalancer, gateway: aws.lb.TargetGroup) -> None:
        aws.lb.Listener(
            f"{self._name}-listener",
            region=self._args.site.name,
            load_balancer_arn=balancer.arn,
            port=HTTPS_PORT,
            protocol="HTTPS",
            ssl_policy=TLS_POLICY,
            certificate_arn=self._args.certificate_arn,
            default_actions=[aws.lb.ListenerDefaultActionArgs(type="forward", target_group_arn=gateway.arn)],
            tags=self._args.site.context.tagged(f"{self._name}-listener"),
            # Listener and targets go together: targets in use can't be deleted, nor can two groups have one name.
            opts=pulumi.ResourceOptions(parent=self, replace_on_changes=["defaultActions"]),
        )

    def _create_link(self, group_id: pulumi.Input[str]) -> aws.apigatewayv2.VpcLink:
        return aws.apigatewayv2.VpcLink(
            f"{self._name}-link",
            name=self._physical_name("ingress", max_length=128),
            region=self._args.site.name,
            subnet_ids=self._args.link_subnet_ids,
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
                    f"No request to the API in {self._args.site.name} is answered: the region serves nothing. Look at "
                    "the pods in the namespaces groot and istio-ingress, then at the target group's health reasons."
                ),
            ),
            site=self._args.site,
            opts=self._child,
        )
