"""Service-linked roles that AWS makes by itself in its console only.

Through the API a service may fail for want of its role. They exist once per account: an account that has one already
imports it (`pulumi import aws:iam/serviceLinkedRole:ServiceLinkedRole <name> <arn>`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.context import Context

SERVICES = {"search": "opensearchservice.amazonaws.com"}
"""Services whose role must stand before the first resource (Amazon OpenSearch Service Developer Guide, "Using
service-linked roles to create VPC domains")."""


@dataclass(frozen=True, kw_only=True)
class ServiceRolesArgs:
    """What the roles need."""

    context: Context
    """The deployment."""


class ServiceRoles(pulumi.ComponentResource):
    """The account's service-linked roles; whatever needs one depends on this component."""

    arns: Mapping[str, pulumi.Output[str]]
    """ARN of each role by the key of its service."""

    def __init__(self, name: str, args: ServiceRolesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:ServiceRoles", name, {}, opts)
        roles = {key: self._create_role(name, args, key, service) for key, service in SERVICES.items()}
        self.arns = {key: role.arn for key, role in roles.items()}
        self.register_outputs({"arns": dict(self.arns)})

    def _create_role(self, name: str, args: ServiceRolesArgs, key: str, service: str) -> aws.iam.ServiceLinkedRole:
        return aws.iam.ServiceLinkedRole(
            f"{name}-{key}",
            aws_service_name=service,
            tags=args.context.tagged(f"{name}-{key}"),
            opts=pulumi.ResourceOptions(parent=self),
        )
