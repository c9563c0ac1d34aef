"""The function that decides by a caller's token which operations of the API they may use (`functions/authorizer`)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from components._shared.api_function import ApiFunction
from components._shared.contract import contract, grants
from components._shared.function import Function
from components._shared.function_args import FunctionArgs, FunctionNetwork
from components._shared.iam import Statement
from components._shared.site import Site


@dataclass(frozen=True, kw_only=True)
class AuthorizerArgs:
    """Whose tokens are taken where."""

    site: Site
    """Region it stands in."""
    network: FunctionNetwork
    """Where it stands in the region's network."""
    key_arns: Sequence[pulumi.Input[str]]
    """The region's replicas of the keys that tokens are signed by, any of them."""
    api_host: str
    """Name of the API: tokens are issued and meant for it."""


class Authorizer(pulumi.ComponentResource):
    """The authorizer of one region's API."""

    function: ApiFunction
    log_group_name: pulumi.Output[str]

    def __init__(self, name: str, args: AuthorizerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Authorizer", name, {}, opts)
        issuer = f"https://{args.api_host}"
        function = Function(
            name,
            FunctionArgs(
                site=args.site,
                function="authorizer",
                description="Decides by a token what a caller of the API may do",
                failure="Callers whose token nobody remembers are refused. See its log; is the key of tokens enabled?",
                network=args.network,
                environment={
                    "GRANTS": json.dumps(grants(contract()), sort_keys=True),
                    "TOKEN_AUDIENCE": issuer,
                    "TOKEN_ISSUER": issuer,
                    "TOKEN_KEYS": pulumi.Output.all(*args.key_arns).apply(" ".join),
                },
                statements=[Statement(sid="Tokens", actions=["kms:Verify"], resources=list(args.key_arns))],
            ),
            pulumi.ResourceOptions(parent=self),
        )
        self.function = ApiFunction(name=function.name, alias=function.alias, invoke_arn=function.invoke_arn)
        self.log_group_name = function.log_group_name
        self.register_outputs({"function_name": function.name, "log_group_name": self.log_group_name})
