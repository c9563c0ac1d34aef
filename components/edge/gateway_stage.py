"""The stage of a region's REST API: who called, how fast they may, and the firewall in front.

Execution logs hold errors only, and never bodies; access logs hold one line a request. API Gateway writes both through
one role per region, which must stand before any stage that logs (API Gateway Developer Guide, "Set up CloudWatch
logging for REST APIs").
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared import iam
from components._shared.logs import log_group
from components._shared.paths import registered, searched
from components._shared.site import Site

STAGE = "live"
"""Name of the one stage; what is deployed differs by stack, not by stage."""

LOG_ROLE_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"

ACCESS_LOG_FIELDS = {
    "requestId": "$context.requestId",
    "traceId": "$context.xrayTraceId",
    "time": "$context.requestTimeEpoch",
    "address": "$context.identity.sourceIp",
    "apiKeyId": "$context.identity.apiKeyId",
    "host": "$context.domainName",
    "method": "$context.httpMethod",
    "path": "$context.path",
    "status": "$context.status",
    "bytes": "$context.responseLength",
    "latencyMs": "$context.responseLatency",
    "integrationLatencyMs": "$context.integrationLatency",
    "error": "$context.error.responseType",
    "firewallStatus": "$context.waf.status",
    "tlsVersion": "$context.tlsVersion",
    "cipher": "$context.cipherSuite",
}
"""One line of the access log: who, what and how it went; no headers, no bodies."""


@dataclass(frozen=True, kw_only=True)
class GatewayStageArgs:
    """What the stage of a REST API needs."""

    site: Site
    """Region it stands in."""
    rest_api_id: pulumi.Input[str]
    """API it belongs to."""
    deployment_id: pulumi.Input[str]
    """Deployment that it serves."""
    web_acl_arn: pulumi.Input[str]
    """Regional web ACL that guards it."""
    requests_per_second: int
    """Steady rate of requests that the stage accepts."""
    burst_requests: int
    """Requests accepted at once above the rate."""


class GatewayStage(pulumi.ComponentResource):
    """A stage with its logs, throttles, client certificate, tracing and firewall."""

    stage_name: pulumi.Output[str]
    log_group_names: Mapping[str, pulumi.Output[str]]
    """Log groups by what they hold: requests, and errors in passing them on."""

    def __init__(self, name: str, args: GatewayStageArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:GatewayStage", name, {}, opts)
        self._name = name
        self._args = args
        account = [self._create_account()] if args.site.context.owns_account else []
        access, execution = self._create_logs()
        stage = self._create_stage(account, access, execution)
        self._create_settings(stage)
        self._create_firewall(stage)
        self.stage_name = stage.stage_name
        self.log_group_names = {"api-requests": access.name, "api-errors": execution.name}
        paths = registered(searched("requests", stage.arn), searched("errors", execution.name))
        outputs = {"stage_name": self.stage_name, "log_group_names": dict(self.log_group_names)}
        self.register_outputs({**outputs, "paths": paths})

    def _create_account(self) -> aws.apigateway.Account:
        args = self._args
        role = aws.iam.Role(
            f"{self._name}-log-role",
            name=args.site.context.physical_name(f"api-logs-{args.site.name}", max_length=64),
            assume_role_policy=iam.trust("apigateway.amazonaws.com"),
            tags=args.site.context.tagged(f"{self._name}-log-role"),
            opts=pulumi.ResourceOptions(parent=self),
        )
        attachment = aws.iam.RolePolicyAttachment(
            f"{self._name}-log-role-policy",
            role=role.name,
            policy_arn=LOG_ROLE_POLICY,
            opts=pulumi.ResourceOptions(parent=self),
        )
        return aws.apigateway.Account(
            f"{self._name}-account",
            region=args.site.name,
            cloudwatch_role_arn=role.arn,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[attachment]),
        )

    def _create_logs(self) -> tuple[aws.cloudwatch.LogGroup, aws.cloudwatch.LogGroup]:
        """Declare the groups of access and execution logs; API Gateway decides the name of the second."""
        args = self._args
        access = log_group(
            f"{self._name}-access-logs",
            path=f"/aws/apigateway/{args.site.context.physical_name(f'api-{args.site.name}')}",
            site=args.site,
            opts=pulumi.ResourceOptions(parent=self),
        )
        execution = log_group(
            f"{self._name}-execution-logs",
            path=pulumi.Output.concat("API-Gateway-Execution-Logs_", args.rest_api_id, "/", STAGE),
            site=args.site,
            opts=pulumi.ResourceOptions(parent=self),
        )
        return access, execution

    def _create_stage(
        self,
        account: Sequence[pulumi.Resource],
        access: aws.cloudwatch.LogGroup,
        execution: aws.cloudwatch.LogGroup,
    ) -> aws.apigateway.Stage:
        args = self._args
        certificate = aws.apigateway.ClientCertificate(
            f"{self._name}-client-certificate",
            region=args.site.name,
            description="Shows the backend that a request came through the gateway",
            tags=args.site.context.tagged(f"{self._name}-client-certificate"),
            opts=pulumi.ResourceOptions(parent=self),
        )
        return aws.apigateway.Stage(
            f"{self._name}-stage",
            region=args.site.name,
            rest_api=args.rest_api_id,
            deployment=args.deployment_id,
            stage_name=STAGE,
            access_log_settings=aws.apigateway.StageAccessLogSettingsArgs(
                destination_arn=access.arn, format=json.dumps(ACCESS_LOG_FIELDS)
            ),
            client_certificate_id=certificate.id,
            xray_tracing_enabled=True,
            tags=args.site.context.tagged(f"{self._name}-stage"),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[*account, execution]),
        )

    def _create_settings(self, stage: aws.apigateway.Stage) -> None:
        args = self._args
        aws.apigateway.MethodSettings(
            f"{self._name}-settings",
            region=args.site.name,
            rest_api=args.rest_api_id,
            stage_name=stage.stage_name,
            method_path="*/*",
            settings=aws.apigateway.MethodSettingsSettingsArgs(
                metrics_enabled=True,
                logging_level="ERROR",
                data_trace_enabled=False,
                throttling_rate_limit=args.requests_per_second,
                throttling_burst_limit=args.burst_requests,
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_firewall(self, stage: aws.apigateway.Stage) -> None:
        aws.wafv2.WebAclAssociation(
            f"{self._name}-firewall",
            region=self._args.site.name,
            resource_arn=stage.arn,
            web_acl_arn=self._args.web_acl_arn,
            opts=pulumi.ResourceOptions(parent=self),
        )
