"""A region's API: a regional REST API over the contract's functions, and over the mesh through a private link.

Its default endpoint is off: it answers under the platform's own names only (`gateway_domain.py`). The stage's throttle
protects the region; a usage plan's, its neighbours (API Gateway Developer Guide, "Throttle requests to your REST
APIs"). Keys are issued with the tenants they belong to, so none is made here.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.api_function import ApiFunction
from components._shared.contract import Operation, contract
from components._shared.contract import operations as contract_operations
from components._shared.front import Front
from components._shared.paths import HTTPS_PORT, INTERNET, Path, registered
from components._shared.site import Site
from components.edge._api_tls import tls_settings
from components.edge.gateway_access import GatewayAccess, GatewayAccessArgs
from components.edge.gateway_alarms import GatewayAlarms, GatewayAlarmsArgs
from components.edge.gateway_refusals import REFUSALS, GatewayRefusals, GatewayRefusalsArgs
from components.edge.gateway_routes import GatewayRoutes, GatewayRoutesArgs
from components.edge.gateway_stage import GatewayStage, GatewayStageArgs
from settings import Objectives, Tier, Traffic

ANY_MEDIA_TYPE = "*/*"
"""Bodies pass as they are; otherwise the gateway takes each for text in UTF-8, and spoils what isn't (API Gateway
Developer Guide, "Binary media types for REST APIs")."""

OPEN_PART, ANY_NAME = r"\{\w+\}", "any"
"""What a path of the contract leaves open, and what may stand there."""


@dataclass(frozen=True, kw_only=True)
class ApiGatewayArgs:
    """What a region's API gateway needs."""

    site: Site
    """Region it stands in."""
    objectives: Objectives
    """Promises that the alarms watch over."""
    backend_host: str
    """Name in the load balancer's certificate; the link leads to the balancer whatever the name resolves to."""
    front: Front
    """Where requests are forwarded to that no function answers."""
    functions: Mapping[str, ApiFunction]
    """Functions of the region by what the contract calls them."""
    authorizer: ApiFunction
    """Decides who may use the contract's operations."""
    web_acl_arn: pulumi.Input[str]
    """Regional web ACL that guards the stage."""
    mutual_tls: bool
    """Whether the API's domain asks clients for certificates."""
    traffic: Traffic
    """What the region accepts, and its usage plans."""


class ApiGateway(pulumi.ComponentResource):
    """The REST API of one region with its routes, stage, usage plans and alarms."""

    rest_api_id: pulumi.Output[str]
    stage_name: pulumi.Output[str]
    usage_plan_ids: dict[str, pulumi.Output[str]]
    log_group_names: Mapping[str, pulumi.Output[str]]
    """Log groups by what they hold."""
    alarm_arns: Sequence[pulumi.Output[str]]
    """Alarms that ring when a promise to clients is broken."""

    def __init__(self, name: str, args: ApiGatewayArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:ApiGateway", name, {}, opts)
        self._name = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self._physical_name = args.site.context.physical_name(f"api-{args.site.name}", max_length=128)
        api = self._create_api()
        operations = contract_operations(contract())
        access = self._create_access(api, operations)
        routes = self._create_routes(api, operations, access)
        stage = self._create_stage(api, routes)
        plans = {tier: self._create_plan(tier, limits, api, stage) for tier, limits in args.traffic.tiers.items()}
        self.alarm_arns = self._create_alarms().alarm_arns
        self.rest_api_id = api.id
        self.stage_name = stage.stage_name
        self.log_group_names = stage.log_group_names
        self.usage_plan_ids = {tier: plan.id for tier, plan in plans.items()}
        self.register_outputs(
            {
                "rest_api_id": self.rest_api_id,
                "stage_name": self.stage_name,
                "usage_plan_ids": self.usage_plan_ids,
                "log_group_names": dict(self.log_group_names),
                "alarm_arns": self.alarm_arns,
                "paths": registered(
                    Path(
                        name="clients",
                        source=INTERNET,
                        destination=args.front.load_balancer_arn,
                        port=HTTPS_PORT,
                        protocol="https",
                        host=args.backend_host,
                        why="Customers' requests are answered in this region.",
                    ),
                    *(self._path(operation) for operation in operations if operation.verb == "GET"),
                ),
            }
        )

    def _path(self, operation: Operation) -> Path:
        """Return the path of a client to what answers *operation* here."""
        args = self._args
        called = args.functions.get(operation.answered_by)
        return Path(
            name="-".join(part for part in operation.path.split("/") if part.isalnum()),
            source=INTERNET,
            destination=called.name if called else args.front.load_balancer_arn,
            port=HTTPS_PORT,
            protocol="https",
            host=f"{args.backend_host}{re.sub(OPEN_PART, ANY_NAME, operation.path)}",
            why="What the contract offers is answered in this region.",
        )

    def _create_api(self) -> aws.apigateway.RestApi:
        args = self._args
        return aws.apigateway.RestApi(
            f"{self._name}-api",
            name=self._physical_name,
            region=args.site.name,
            description=f"The platform's API in {args.site.name}",
            endpoint_configuration=aws.apigateway.RestApiEndpointConfigurationArgs(types="REGIONAL"),
            disable_execute_api_endpoint=True,
            binary_media_types=[ANY_MEDIA_TYPE],
            **tls_settings(args.mutual_tls),
            tags=args.site.context.tagged(f"{self._name}-api"),
            opts=self._child,
        )

    def _create_access(self, api: aws.apigateway.RestApi, operations: Sequence[Operation]) -> GatewayAccess:
        args = self._args
        return GatewayAccess(
            f"{self._name}-access",
            GatewayAccessArgs(
                site=args.site,
                rest_api_id=api.id,
                execution_arn=api.execution_arn,
                authorizer=args.authorizer,
                models=sorted({operation.body for operation in operations if operation.body}),
            ),
            self._child,
        )

    def _create_routes(
        self, api: aws.apigateway.RestApi, operations: Sequence[Operation], access: GatewayAccess
    ) -> GatewayRoutes:
        args = self._args
        refusals = GatewayRefusals(
            f"{self._name}-refusals", GatewayRefusalsArgs(site=args.site, rest_api_id=api.id), self._child
        )
        return GatewayRoutes(
            f"{self._name}-routes",
            GatewayRoutesArgs(
                site=args.site,
                rest_api_id=api.id,
                root_resource_id=api.root_resource_id,
                execution_arn=api.execution_arn,
                backend_host=args.backend_host,
                front=args.front,
                operations=operations,
                functions=args.functions,
                authorizer_id=access.authorizer_id,
                validator_id=access.validator_id,
                model_names=access.model_names,
                also_deployed=refusals.responses,
                version=json.dumps([contract()["components"]["schemas"], REFUSALS], sort_keys=True),
            ),
            self._child,
        )

    def _create_stage(self, api: aws.apigateway.RestApi, routes: GatewayRoutes) -> GatewayStage:
        args = self._args
        return GatewayStage(
            f"{self._name}-stage",
            GatewayStageArgs(
                site=args.site,
                rest_api_id=api.id,
                deployment_id=routes.deployment_id,
                web_acl_arn=args.web_acl_arn,
                requests_per_second=args.traffic.requests_per_second,
                burst_requests=args.traffic.burst_requests,
            ),
            self._child,
        )

    def _create_plan(
        self, tier: str, limits: Tier, api: aws.apigateway.RestApi, stage: GatewayStage
    ) -> aws.apigateway.UsagePlan:
        return aws.apigateway.UsagePlan(
            f"{self._name}-plan-{tier}",
            name=f"{self._physical_name}-{tier}",
            region=self._args.site.name,
            api_stages=[aws.apigateway.UsagePlanApiStageArgs(api_id=api.id, stage=stage.stage_name)],
            throttle_settings=aws.apigateway.UsagePlanThrottleSettingsArgs(
                rate_limit=limits.requests_per_second, burst_limit=limits.burst_requests
            ),
            quota_settings=aws.apigateway.UsagePlanQuotaSettingsArgs(limit=limits.requests_per_day, period="DAY"),
            tags=self._args.site.context.tagged(f"{self._name}-plan-{tier}"),
            opts=self._child,
        )

    def _create_alarms(self) -> GatewayAlarms:
        args = self._args
        return GatewayAlarms(
            f"{self._name}-alarms",
            GatewayAlarmsArgs(
                site=args.site,
                objectives=args.objectives,
                api_name=self._physical_name,
            ),
            self._child,
        )
