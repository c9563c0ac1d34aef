"""What a region's REST API exposes, and the deployment that makes it so.

Two routes, both forwarded to the mesh through the private link: `GET /health` for Route 53, and everything else, which
needs an API key so that usage plans can meter callers. Who a caller is and what it may do is decided behind it, by the
mesh.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.front import Front
from components._shared.site import Site

HEALTH_ROUTE = "/health"
"""Route that answers without a key."""


@dataclass(frozen=True, kw_only=True)
class GatewayRoutesArgs:
    """What the routes of a REST API need."""

    site: Site
    """Region the API stands in."""
    rest_api_id: pulumi.Input[str]
    """API they belong to."""
    root_resource_id: pulumi.Input[str]
    """Its root."""
    backend_host: str
    """Name in the load balancer's certificate; the link leads to the balancer whatever the name resolves to."""
    front: Front
    """Where requests are forwarded to."""


class GatewayRoutes(pulumi.ComponentResource):
    """The resources, methods and integrations of a REST API, deployed."""

    deployment_id: pulumi.Output[str]

    def __init__(self, name: str, args: GatewayRoutesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:GatewayRoutes", name, {}, opts)
        self._name = name
        self._args = args
        routes = [
            *self._create_route("health", HEALTH_ROUTE[1:], "GET", args.front.health_path, api_key_required=False),
            *self._create_route("proxy", "{proxy+}", "ANY", "/{proxy}", api_key_required=True),
        ]
        deployment = self._create_deployment(routes)
        self.deployment_id = deployment.id
        self.register_outputs({"deployment_id": self.deployment_id})

    def _create_route(
        self, role: str, path_part: str, http_method: str, backend_path: str, *, api_key_required: bool
    ) -> tuple[aws.apigateway.Resource, aws.apigateway.Method, aws.apigateway.Integration]:
        args = self._args
        child = pulumi.ResourceOptions(parent=self)
        proxied = path_part == "{proxy+}"
        resource = aws.apigateway.Resource(
            f"{self._name}-{role}",
            region=args.site.name,
            rest_api=args.rest_api_id,
            parent_id=args.root_resource_id,
            path_part=path_part,
            opts=child,
        )
        method = aws.apigateway.Method(
            f"{self._name}-{role}-method",
            region=args.site.name,
            rest_api=args.rest_api_id,
            resource_id=resource.id,
            http_method=http_method,
            authorization="NONE",
            api_key_required=api_key_required,
            request_parameters={"method.request.path.proxy": True} if proxied else None,
            opts=child,
        )
        integration = aws.apigateway.Integration(
            f"{self._name}-{role}-integration",
            region=args.site.name,
            rest_api=args.rest_api_id,
            resource_id=resource.id,
            http_method=method.http_method,
            type="HTTP_PROXY",
            integration_http_method=http_method,
            uri=f"https://{args.backend_host}{backend_path}",
            connection_type="VPC_LINK",
            connection_id=args.front.vpc_link_id,
            integration_target=args.front.load_balancer_arn,
            request_parameters={"integration.request.path.proxy": "method.request.path.proxy"} if proxied else None,
            opts=child,
        )
        return resource, method, integration

    def _create_deployment(self, routes: Sequence[pulumi.CustomResource]) -> aws.apigateway.Deployment:
        """Deploy the routes, and again whenever anything that they are made of changes."""
        args, front = self._args, self._args.front
        ids = [route.id for route in routes]
        made_of = pulumi.Output.json_dumps(
            [args.backend_host, front.health_path, front.vpc_link_id, front.load_balancer_arn, ids]
        )
        digest = made_of.apply(lambda text: hashlib.sha256(text.encode()).hexdigest())
        return aws.apigateway.Deployment(
            f"{self._name}-deployment",
            region=args.site.name,
            rest_api=args.rest_api_id,
            description=pulumi.Output.concat("Routes ", digest),
            triggers={"routes": digest},
            opts=pulumi.ResourceOptions(parent=self, depends_on=routes),
        )
