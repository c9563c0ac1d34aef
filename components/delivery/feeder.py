"""The function that feeds one region's cluster: it takes signed manifests from the registry to the API server.

It runs inside the VPC, since the API server answers nowhere else, and is called by the pipeline's publisher alone. What
it can't do it tells the alarm topic (`functions/feeder` has the code).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarm
from components._shared.function_code import code
from components._shared.kubernetes_api import KubernetesApi
from components._shared.logs import log_group
from components._shared.network import Network
from components._shared.paths import Path, registered, searched, to_services
from components._shared.security_groups import Hop, allow
from components._shared.site import Site
from components.delivery.feeder_role import FeederRole, FeederRoleArgs
from functions.contents import ARCHITECTURE, RUNTIME
from settings import DataClass

FUNCTION: Final = "feeder"
TIMEOUT_SECONDS: Final = 900
"""The longest that Lambda lets a function run: it waits until what it applied is up (AWS Lambda quotas)."""
MEMORY_MIB: Final = 512
HTTPS: Final = 443
SERVICES: Final = ("ecr.api", "kms", "s3", "secretsmanager", "sts")
"""AWS's services that the function calls; S3 has the layers of what is in the registry."""


@dataclass(frozen=True, kw_only=True)
class HandedSecret:
    """A secret that the cluster is handed, whose members are a JSON object in Secrets Manager."""

    arn: pulumi.Input[str]
    namespace: str
    name: str


@dataclass(frozen=True, kw_only=True)
class FeederArgs:
    """What is fed from where."""

    site: Site
    """Region it stands in."""
    network: Network
    """Network of the cluster."""
    api: KubernetesApi
    """The cluster's API server."""
    repository_name: pulumi.Input[str]
    """Repository of manifests."""
    repository_arn: pulumi.Input[str]
    """The same by its ARN."""
    signing_key_arn: pulumi.Input[str]
    """Key that manifests are signed by."""
    secrets: Sequence[HandedSecret] = ()
    """Secrets that the cluster is handed."""


class Feeder(pulumi.ComponentResource):
    """A function with its role, its security group, its way into the cluster, its log and its alarm."""

    function_name: pulumi.Output[str]
    function_arn: pulumi.Output[str]
    log_group_name: pulumi.Output[str]

    def __init__(self, name: str, args: FeederArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Feeder", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self._physical_name = args.site.context.physical_name(f"feeder-{args.site.name}", max_length=64)
        logs = self._create_logs()
        role = self._create_role()
        group_id = self._create_group()
        function = self._create_function(role, group_id, logs)
        self._create_alarm(function)
        self.function_name = function.name
        self.function_arn = function.arn
        self.log_group_name = logs.name
        self.register_outputs(
            {
                "function_name": self.function_name,
                "function_arn": self.function_arn,
                "log_group_name": self.log_group_name,
                "paths": registered(*self._paths(group_id)),
            }
        )

    def _paths(self, group_id: pulumi.Output[str]) -> list[Path]:
        args, why = self._args, "A release gets into the cluster."
        read = [args.repository_arn, args.signing_key_arn, *(secret.arn for secret in args.secrets)]
        api = args.api
        return [
            Path(name="releases", source=read, destination=self.function_arn, protocol="deliveries", why=why),
            Path(name="cluster", source=self.function_arn, destination=api.cluster_arn, protocol="deliveries", why=why),
            Path(name="api", source=group_id, destination=api.security_group_id, port=HTTPS, why=why),
            to_services(args.site.name, group_id, SERVICES, why=why),
            searched("log", self.function_arn),
        ]

    def _create_logs(self) -> aws.cloudwatch.LogGroup:
        return log_group(
            f"{self._name}-logs", path=f"/aws/lambda/{self._physical_name}", site=self._args.site, opts=self._child
        )

    def _create_role(self) -> pulumi.Output[str]:
        args = self._args
        role = FeederRole(
            self._name,
            FeederRoleArgs(
                site=args.site,
                called=self._physical_name,
                cluster_name=args.api.cluster_name,
                repository_arn=args.repository_arn,
                signing_key_arn=args.signing_key_arn,
                secret_arns=[secret.arn for secret in args.secrets],
            ),
            self._child,
        )
        return role.arn

    def _create_group(self) -> pulumi.Output[str]:
        """Let it reach the API server, AWS's services in the VPC, and S3, where the registry keeps layers."""
        args = self._args
        group = aws.ec2.SecurityGroup(
            f"{self._name}-group",
            name=args.site.context.physical_name(f"feeder-{args.site.name}", max_length=255),
            region=args.site.name,
            description="Function that feeds the Kubernetes cluster",
            vpc_id=args.network.vpc_id,
            tags=args.site.context.tagged(f"{self._name}-group"),
            opts=self._child,
        )
        allow(
            self._name,
            [Hop("to-api", group.id, args.api.security_group_id, HTTPS)],
            site=args.site,
            opts=self._child,
        )
        ways = {
            "endpoints": {"referenced_security_group_id": args.network.endpoint_security_group_id},
            "layers": {"prefix_list_id": args.network.storage_prefix_list_id},
        }
        for role, target in ways.items():
            aws.vpc.SecurityGroupEgressRule(
                f"{self._name}-to-{role}",
                region=args.site.name,
                security_group_id=group.id,
                ip_protocol="tcp",
                from_port=HTTPS,
                to_port=HTTPS,
                description=f"feeder to {role}",
                tags=args.site.context.tagged(f"{self._name}-to-{role}"),
                opts=self._child,
                **target,
            )
        return group.id

    def _create_function(
        self, role_arn: pulumi.Input[str], group_id: pulumi.Input[str], logs: aws.cloudwatch.LogGroup
    ) -> aws.lambda_.Function:
        args = self._args
        return aws.lambda_.Function(
            f"{self._name}-function",
            name=self._physical_name,
            region=args.site.name,
            description=f"Feeds the cluster in {args.site.name}",
            runtime=RUNTIME,
            architectures=[ARCHITECTURE],
            handler=f"functions.{FUNCTION}.handler.handle",
            code=code(FUNCTION),
            role=role_arn,
            timeout=TIMEOUT_SECONDS,
            memory_size=MEMORY_MIB,
            kms_key_arn=args.site.key_arns[DataClass.INTERNAL],
            environment=aws.lambda_.FunctionEnvironmentArgs(
                variables={
                    "CLUSTER_NAME": args.api.cluster_name,
                    "CLUSTER_ENDPOINT": args.api.endpoint,
                    "CLUSTER_AUTHORITY": pulumi.Output.from_input(args.api.certificate_authority).apply(
                        lambda encoded: encoded or ""
                    ),
                    "REPOSITORY": args.repository_name,
                    "SIGNING_KEY": args.signing_key_arn,
                    "HANDED": pulumi.Output.json_dumps(
                        [{"arn": one.arn, "namespace": one.namespace, "name": one.name} for one in args.secrets]
                    ),
                }
            ),
            vpc_config=aws.lambda_.FunctionVpcConfigArgs(
                subnet_ids=list(args.network.private_subnet_ids), security_group_ids=[group_id]
            ),
            dead_letter_config=aws.lambda_.FunctionDeadLetterConfigArgs(target_arn=args.site.alarm_topic_arn),
            tracing_config=aws.lambda_.FunctionTracingConfigArgs(mode="Active"),
            logging_config=aws.lambda_.FunctionLoggingConfigArgs(log_format="JSON", log_group=logs.name),
            tags=args.site.context.tagged(f"{self._name}-function"),
            opts=self._child,
        )

    def _create_alarm(self, function: aws.lambda_.Function) -> None:
        declare_alarm(
            f"{self._name}-failed",
            Alarm(
                namespace="AWS/Lambda",
                metric="Errors",
                dimensions={"FunctionName": function.name},
                statistic="Sum",
                threshold=1,
                evaluation_periods=1,
                description=f"A release did not get into the cluster of {self._args.site.name}, or not all of it came "
                "up. The function's log says what is missing; feed the release again, or the one before it.",
            ),
            site=self._args.site,
            opts=self._child,
        )
