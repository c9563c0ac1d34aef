"""The function that feeds one region's cluster: it takes signed manifests from the registry to the API server.

It runs inside the VPC, since the API server answers nowhere else, and is called by the pipeline's publisher alone. What
it can't do it tells the alarm topic (`functions/feeder` has the code).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.function import Function
from components._shared.function_args import FunctionArgs, FunctionNetwork
from components._shared.kubernetes_api import KubernetesApi
from components._shared.network import Network
from components._shared.paths import Path, registered, to_services
from components._shared.security_groups import Hop, allow
from components._shared.site import Site
from components.delivery.feeder_role import FeederRole, FeederRoleArgs

FUNCTION: Final = "feeder"
TIMEOUT_SECONDS: Final = 900
"""The longest that Lambda lets a function run: it waits until what it applied is up (AWS Lambda quotas)."""
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
    """A function with its role, its security group and its way into the cluster."""

    function_arn: pulumi.Output[str]
    """ARN to call it by."""
    log_group_name: pulumi.Output[str]

    def __init__(self, name: str, args: FeederArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Feeder", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self._physical_name = args.site.context.physical_name(f"feeder-{args.site.name}", max_length=64)
        group_id = self._create_group()
        function = self._create_function(self._create_role(), group_id)
        self.function_arn, self.log_group_name = function.arn, function.log_group_name
        self.register_outputs(
            {
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
        ]

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

    def _create_function(self, role_arn: pulumi.Input[str], group_id: pulumi.Input[str]) -> Function:
        args = self._args
        handed = [{"arn": one.arn, "namespace": one.namespace, "name": one.name} for one in args.secrets]
        authority = pulumi.Output.from_input(args.api.certificate_authority).apply(lambda encoded: encoded or "")
        function = FunctionArgs(
            site=args.site,
            function=FUNCTION,
            called=self._physical_name,
            description=f"Feeds the cluster in {args.site.name}",
            failure=f"A release did not get into the cluster of {args.site.name}, or not all of it came up. The "
            "function's log says what is missing; feed the release again, or the one before it.",
            timeout_seconds=TIMEOUT_SECONDS,
            role_arn=role_arn,
            network=FunctionNetwork(subnet_ids=args.network.private_subnet_ids, group_id=group_id),
            environment={
                "CLUSTER_NAME": args.api.cluster_name,
                "CLUSTER_ENDPOINT": args.api.endpoint,
                "CLUSTER_AUTHORITY": authority,
                "REPOSITORY": args.repository_name,
                "SIGNING_KEY": args.signing_key_arn,
                "HANDED": pulumi.Output.json_dumps(handed),
            },
        )
        moved = pulumi.ResourceOptions(parent=self, transformations=[self._once_its_own])
        return Function(self._name, function, moved)

    def _once_its_own(self, args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
        """Have what the function is made of known by where it was before: in this component, not in one of its own."""
        if isinstance(args.resource, Function):
            return None
        before = pulumi.ResourceOptions(aliases=[pulumi.Alias(parent=self)])
        return pulumi.ResourceTransformationResult(args.props, pulumi.ResourceOptions.merge(args.opts, before))
