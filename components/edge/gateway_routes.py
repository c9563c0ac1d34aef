"""What a region's REST API exposes, and the deployment that makes it so.

The operations of the contract, each led to the function that answers it or through the private link to the mesh; and
everything else, which the stack's own API answers. Whatever asks for a token is held against the authorizer here; what
goes on to the workload keeps its `Authorization`, by which the mesh decides once more (ADR 57).
"""

import dataclasses
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components._shared.api_function import ApiFunction
from components._shared.contract import WORKLOAD, Operation
from components._shared.front import Front
from components._shared.site import Site

READY_ROUTE = "/ready"
"""Route by which a region is taken out of service: it leads to a pod, and asks nothing that regions share."""
REST = "/{proxy+}"
"""Whatever the contract says nothing of."""


@dataclass(frozen=True, kw_only=True)
class GatewayRoutesArgs:
    """What the routes of a REST API need."""

    site: Site
    """Region the API stands in."""
    rest_api_id: pulumi.Input[str]
    """API they belong to."""
    root_resource_id: pulumi.Input[str]
    """Its root."""
    execution_arn: pulumi.Input[str]
    """The API as those who call functions for it are named."""
    backend_host: str
    """Name in the load balancer's certificate; the link leads to the balancer whatever the name resolves to."""
    front: Front
    """Where requests are forwarded to that no function answers."""
    operations: Sequence[Operation]
    """The contract."""
    functions: Mapping[str, ApiFunction]
    """Functions by what the contract calls them."""
    authorizer_id: pulumi.Input[str]
    """Asked about tokens."""
    validator_id: pulumi.Input[str]
    """Holds requests against the contract."""
    model_names: Mapping[str, pulumi.Input[str]]
    """Models of bodies by their name in the contract."""
    also_deployed: Sequence[pulumi.CustomResource]
    """What else of the API goes live with its routes."""
    version: str
    """Differs whenever what else goes live does."""


class GatewayRoutes(pulumi.ComponentResource):
    """The resources, methods and integrations of a REST API, deployed."""

    deployment_id: pulumi.Output[str]

    def __init__(self, name: str, args: GatewayRoutesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:GatewayRoutes", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self._places: dict[str, aws.apigateway.Resource] = {}
        routes = [route for operation in args.operations for route in self._create_operation(operation)]
        routes += self._create_rest()
        self._let_in()
        self.deployment_id = self._create_deployment([*self._places.values(), *routes]).id
        self.register_outputs({"deployment_id": self.deployment_id})

    def _place(self, path: str) -> pulumi.Output[str]:
        """Return the id of the resource of *path*, declared once with all that it stands under."""
        if path == "":
            return pulumi.Output.from_input(self._args.root_resource_id)
        if path not in self._places:
            above, _, part = path.rpartition("/")
            self._places[path] = aws.apigateway.Resource(
                f"{self._name}-{_role(path)}",
                region=self._args.site.name,
                rest_api=self._args.rest_api_id,
                parent_id=self._place(above),
                path_part=part,
                opts=self._child,
            )
        return self._places[path].id

    def _create_operation(self, operation: Operation) -> tuple[pulumi.CustomResource, pulumi.CustomResource]:
        args = self._args
        role = f"{_role(operation.path)}-{operation.verb.lower()}"
        method = aws.apigateway.Method(
            f"{self._name}-{role}",
            region=args.site.name,
            rest_api=args.rest_api_id,
            resource_id=self._place(operation.path),
            http_method=operation.verb,
            authorization="CUSTOM" if operation.scopes else "NONE",
            authorizer_id=args.authorizer_id if operation.scopes else None,
            api_key_required=operation.keyed,
            request_parameters={f"method.request.{name}": must for name, must in operation.parameters.items()} or None,
            request_models={"application/json": args.model_names[operation.body]} if operation.body else None,
            request_validator_id=args.validator_id if operation.body or operation.parameters else None,
            opts=self._was(f"{_role(operation.path)}-method"),
        )
        called = args.functions.get(operation.answered_by)
        if operation.answered_by == WORKLOAD:
            led = self._to_workload(args.front.health_path, operation.verb)
        elif called:
            led = {"type": "AWS_PROXY", "integration_http_method": "POST", "uri": called.invoke_arn}
        else:
            raise ValueError(f"{operation.verb} {operation.path}: no function {operation.answered_by} is declared")
        integration = aws.apigateway.Integration(
            f"{self._name}-{role}-integration",
            region=args.site.name,
            rest_api=args.rest_api_id,
            resource_id=self._place(operation.path),
            http_method=method.http_method,
            opts=self._was(f"{_role(operation.path)}-integration"),
            **led,
        )
        return method, integration

    def _create_rest(self) -> tuple[pulumi.CustomResource, pulumi.CustomResource]:
        args = self._args
        method = aws.apigateway.Method(
            f"{self._name}-proxy-method",
            region=args.site.name,
            rest_api=args.rest_api_id,
            resource_id=self._place(REST),
            http_method="ANY",
            authorization="CUSTOM",
            authorizer_id=args.authorizer_id,
            api_key_required=True,
            request_parameters={"method.request.path.proxy": True},
            opts=self._child,
        )
        integration = aws.apigateway.Integration(
            f"{self._name}-proxy-integration",
            region=args.site.name,
            rest_api=args.rest_api_id,
            resource_id=self._place(REST),
            http_method=method.http_method,
            request_parameters={"integration.request.path.proxy": "method.request.path.proxy"},
            opts=self._child,
            **self._to_workload("/{proxy}", "ANY"),
        )
        return method, integration

    def _to_workload(self, path: str, verb: str) -> dict[str, Any]:
        """Return what leads an integration to *path* of the stack's own API."""
        front = self._args.front
        return {
            "type": "HTTP_PROXY",
            "integration_http_method": verb,
            "uri": f"https://{self._args.backend_host}{path}",
            "connection_type": "VPC_LINK",
            "connection_id": front.vpc_link_id,
            "integration_target": front.load_balancer_arn,
        }

    def _let_in(self) -> None:
        """Let the API call the functions that answer its operations, for these alone."""
        args = self._args
        for operation in args.operations:
            if function := args.functions.get(operation.answered_by):
                role = f"{_role(operation.path)}-{operation.verb.lower()}-permission"
                aws.lambda_.Permission(
                    f"{self._name}-{role}",
                    region=args.site.name,
                    action="lambda:InvokeFunction",
                    function=function.name,
                    qualifier=function.alias,
                    principal="apigateway.amazonaws.com",
                    source_arn=pulumi.Output.concat(args.execution_arn, "/*/", operation.pattern),
                    opts=self._child,
                )

    def _was(self, role: str) -> pulumi.ResourceOptions:
        """Return options of what was called after its path alone before there were several operations to one."""
        alias = pulumi.Alias(name=f"{self._name}-{role}")
        return pulumi.ResourceOptions(parent=self, aliases=[alias])

    def _create_deployment(self, routes: Sequence[pulumi.CustomResource]) -> aws.apigateway.Deployment:
        """Deploy the routes, and again whenever anything that they are made of changes."""
        args, front = self._args, self._args.front
        made_of = pulumi.Output.json_dumps(
            [
                args.version,
                [dataclasses.asdict(operation) for operation in args.operations],
                [function.invoke_arn for function in args.functions.values()],
                [args.backend_host, front.health_path, front.vpc_link_id, front.load_balancer_arn],
                [args.authorizer_id, args.validator_id, *args.model_names.values()],
                [route.id for route in routes],
            ]
        )
        digest = made_of.apply(lambda text: hashlib.sha256(text.encode()).hexdigest())
        return aws.apigateway.Deployment(
            f"{self._name}-deployment",
            region=args.site.name,
            rest_api=args.rest_api_id,
            description=pulumi.Output.concat("Routes ", digest),
            triggers={"routes": digest},
            opts=pulumi.ResourceOptions(parent=self, depends_on=[*routes, *args.also_deployed]),
        )


def _role(path: str) -> str:
    """Return what the resource of *path* is called after: `v1-streams-stream` of `/v1/streams/{stream}`."""
    return "-".join(re.findall(r"[a-z0-9]+", path.lower()))
