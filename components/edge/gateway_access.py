"""Who a region's API lets in, and what it asks of requests before anything behind it sees them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.api_function import ApiFunction
from components._shared.contract import contract, model
from components._shared.site import Site

REMEMBERED_SECONDS = 0
"""How long an answer of the authorizer is kept. A proof is of one request, and so are place, device and risk: an answer
that is kept would let in whoever has the token alone (API Gateway Developer Guide, "Configure a Lambda authorizer";
RFC 9449, section 4.3; ADR 76)."""


@dataclass(frozen=True, kw_only=True)
class GatewayAccessArgs:
    """What is asked where."""

    site: Site
    """Region the API stands in."""
    rest_api_id: pulumi.Input[str]
    execution_arn: pulumi.Input[str]
    """The API as those who call functions for it are named."""
    authorizer: ApiFunction
    """Decides about each request."""
    models: Sequence[str]
    """Schemas of the contract that bodies are held against."""


class GatewayAccess(pulumi.ComponentResource):
    """The authorizer of a REST API, its validator, and its models."""

    authorizer_id: pulumi.Output[str]
    validator_id: pulumi.Output[str]
    model_names: Mapping[str, pulumi.Output[str]]
    """By schema of the contract."""

    def __init__(self, name: str, args: GatewayAccessArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:GatewayAccess", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self.authorizer_id = self._create_authorizer().id
        self.validator_id = aws.apigateway.RequestValidator(
            f"{name}-validator",
            region=args.site.name,
            rest_api=args.rest_api_id,
            name="whole",
            validate_request_body=True,
            validate_request_parameters=True,
            opts=self._child,
        ).id
        self.model_names = {schema: self._create_model(schema).name for schema in args.models}
        self.register_outputs(
            {
                "authorizer_id": self.authorizer_id,
                "validator_id": self.validator_id,
                "model_names": dict(self.model_names),
            }
        )

    def _create_authorizer(self) -> aws.apigateway.Authorizer:
        args, function = self._args, self._args.authorizer
        authorizer = aws.apigateway.Authorizer(
            f"{self._name}-authorizer",
            region=args.site.name,
            rest_api=args.rest_api_id,
            name="tokens",
            type="REQUEST",
            authorizer_uri=function.invoke_arn,
            identity_source="method.request.header.Authorization",
            authorizer_result_ttl_in_seconds=REMEMBERED_SECONDS,
            opts=self._child,
        )
        aws.lambda_.Permission(
            f"{self._name}-authorizer-permission",
            region=args.site.name,
            action="lambda:InvokeFunction",
            function=function.name,
            qualifier=function.alias,
            principal="apigateway.amazonaws.com",
            source_arn=pulumi.Output.concat(args.execution_arn, "/authorizers/", authorizer.id),
            opts=self._child,
        )
        return authorizer

    def _create_model(self, schema: str) -> aws.apigateway.Model:
        args = self._args
        return aws.apigateway.Model(
            f"{self._name}-{schema.lower()}",
            region=args.site.name,
            rest_api=args.rest_api_id,
            name=schema,
            description=f"{schema} of the contract",
            content_type="application/json",
            schema=json.dumps(model(contract(), schema), sort_keys=True),
            opts=self._child,
        )
