"""The function that decides which operations of the API a caller may use, and how (`functions/authorizer`).

It is told all that it needs, and asks nobody: public keys here, policies in its archive.
"""

from dataclasses import dataclass

import pulumi

from components._shared.api_function import ApiFunction
from components._shared.contract import contract, grants
from components._shared.function import Function
from components._shared.function_args import FunctionArgs, FunctionNetwork
from components._shared.site import Site


@dataclass(frozen=True, kw_only=True)
class AuthorizerArgs:
    """Whose tokens are taken where."""

    site: Site
    """Region it stands in."""
    network: FunctionNetwork
    """Where it stands in the region's network."""
    key_set: pulumi.Input[str]
    """Public halves of the keys that tokens are signed by, any of them, as a JSON Web Key Set."""
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
                failure="Callers are refused. Its log says why: `fault` is what failed, `refused` what a token lacked.",
                network=args.network,
                environment={
                    "TOKEN_AUDIENCE": issuer,
                    "TOKEN_ISSUER": issuer,
                    "TOKEN_KEY_SET": args.key_set,
                    "TOKEN_SCOPES": " ".join(sorted(grants(contract()))),
                },
            ),
            pulumi.ResourceOptions(parent=self),
        )
        self.function = ApiFunction(name=function.name, alias=function.alias, invoke_arn=function.invoke_arn)
        self.log_group_name = function.log_group_name
        self.register_outputs({"function_name": function.name, "log_group_name": self.log_group_name})
