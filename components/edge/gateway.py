"""A region's API: a regional REST API that forwards to the region's mesh through a private link.

Its default endpoint is off: it answers under the platform's own names only (`gateway_domain.py`). The stage's throttle
protects the region; a usage plan's, its neighbours (API Gateway Developer Guide, "Throttle requests to your REST
APIs"). Keys are issued with the tenants they belong to, so none is made here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.context import Context
from components.edge._api_tls import tls_settings
from components.edge.gateway_alarms import GatewayAlarms, GatewayAlarmsArgs
from components.edge.gateway_routes import GatewayRoutes, GatewayRoutesArgs
from components.edge.gateway_stage import GatewayStage, GatewayStageArgs
from components.edge.ingress import STATUS_PATH
from settings import Objectives, Region


@dataclass(frozen=True, kw_only=True)
class Tier:
    """What each caller of one usage plan may use."""

    requests_per_second: int
    burst_requests: int
    requests_per_day: int


@dataclass(frozen=True, kw_only=True)
class ApiGatewayArgs:
    """What a region's API gateway needs."""

    context: Context
    """Facts of the deployment."""
    region: Region
    """Region it stands in."""
    objectives: Objectives
    """Promises that the alarms watch over."""
    backend_host: str
    """Name in the load balancer's certificate; the link leads to the balancer whatever the name resolves to."""
    load_balancer_arn: pulumi.Input[str]
    """Internal load balancer that requests are forwarded to."""
    vpc_link_id: pulumi.Input[str]
    """Link through which it is reached."""
    web_acl_arn: pulumi.Input[str]
    """Regional web ACL that guards the stage."""
    mutual_tls: bool
    """Whether the API's domain asks clients for certificates."""
    requests_per_second: int
    """Steady rate of requests that the region accepts."""
    burst_requests: int
    """Requests accepted at once above the rate."""
    tiers: Mapping[str, Tier]
    """Usage plans by name."""
    log_kms_key_arn: pulumi.Input[str]
    """Key of the log groups, in the region."""
    log_retention_days: int
    """Days that logs are kept."""
    alarm_topic_arn: pulumi.Input[str]
    """Topic in the region that alarms notify."""


class ApiGateway(pulumi.ComponentResource):
    """The REST API of one region with its routes, stage, usage plans and alarms."""

    rest_api_id: pulumi.Output[str]
    stage_name: pulumi.Output[str]
    usage_plan_ids: dict[str, pulumi.Output[str]]

    def __init__(self, name: str, args: ApiGatewayArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:ApiGateway", name, {}, opts)
        self._name = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self._physical_name = args.context.physical_name(f"api-{args.region.name}", max_length=128)
        api = self._create_api()
        routes = self._create_routes(api)
        stage = self._create_stage(api, routes)
        plans = {tier: self._create_plan(tier, limits, api, stage) for tier, limits in args.tiers.items()}
        self._create_alarms()
        self.rest_api_id = api.id
        self.stage_name = stage.stage_name
        self.usage_plan_ids = {tier: plan.id for tier, plan in plans.items()}
        self.register_outputs(
            {
                "rest_api_id": self.rest_api_id,
                "stage_name": self.stage_name,
                "usage_plan_ids": self.usage_plan_ids,
            }
        )

    def _create_api(self) -> aws.apigateway.RestApi:
        args = self._args
        return aws.apigateway.RestApi(
            f"{self._name}-api",
            name=self._physical_name,
            region=args.region.name,
            description=f"The platform's API in {args.region.name}",
            endpoint_configuration=aws.apigateway.RestApiEndpointConfigurationArgs(types="REGIONAL"),
            disable_execute_api_endpoint=True,
            **tls_settings(args.mutual_tls),
            tags=args.context.tagged(f"{self._name}-api"),
            opts=self._child,
        )

    def _create_routes(self, api: aws.apigateway.RestApi) -> GatewayRoutes:
        args = self._args
        return GatewayRoutes(
            f"{self._name}-routes",
            GatewayRoutesArgs(
                region=args.region,
                rest_api_id=api.id,
                root_resource_id=api.root_resource_id,
                backend_host=args.backend_host,
                load_balancer_arn=args.load_balancer_arn,
                vpc_link_id=args.vpc_link_id,
                health_path=STATUS_PATH,
            ),
            self._child,
        )

    def _create_stage(self, api: aws.apigateway.RestApi, routes: GatewayRoutes) -> GatewayStage:
        args = self._args
        return GatewayStage(
            f"{self._name}-stage",
            GatewayStageArgs(
                context=args.context,
                region=args.region,
                rest_api_id=api.id,
                deployment_id=routes.deployment_id,
                web_acl_arn=args.web_acl_arn,
                requests_per_second=args.requests_per_second,
                burst_requests=args.burst_requests,
                log_kms_key_arn=args.log_kms_key_arn,
                log_retention_days=args.log_retention_days,
            ),
            self._child,
        )

    def _create_plan(
        self, tier: str, limits: Tier, api: aws.apigateway.RestApi, stage: GatewayStage
    ) -> aws.apigateway.UsagePlan:
        return aws.apigateway.UsagePlan(
            f"{self._name}-plan-{tier}",
            name=f"{self._physical_name}-{tier}",
            region=self._args.region.name,
            api_stages=[aws.apigateway.UsagePlanApiStageArgs(api_id=api.id, stage=stage.stage_name)],
            throttle_settings=aws.apigateway.UsagePlanThrottleSettingsArgs(
                rate_limit=limits.requests_per_second, burst_limit=limits.burst_requests
            ),
            quota_settings=aws.apigateway.UsagePlanQuotaSettingsArgs(limit=limits.requests_per_day, period="DAY"),
            tags=self._args.context.tagged(f"{self._name}-plan-{tier}"),
            opts=self._child,
        )

    def _create_alarms(self) -> None:
        args = self._args
        GatewayAlarms(
            f"{self._name}-alarms",
            GatewayAlarmsArgs(
                context=args.context,
                region=args.region,
                objectives=args.objectives,
                api_name=self._physical_name,
                alarm_topic_arn=args.alarm_topic_arn,
            ),
            self._child,
        )
