"""One region's function that keeps the register of consents (`functions/consent`)."""

from dataclasses import dataclass

import pulumi

from components._shared.api_function import ApiFunction
from components._shared.consent_tables import ConsentTables
from components._shared.function import Function
from components._shared.function_args import FunctionArgs, FunctionNetwork
from components._shared.site import Site

FOLDER = "consent"
SECONDS = 15
"""Half of what API Gateway waits (Amazon API Gateway quotas, "Integration timeout")."""
MEMORY_MIB = 1024
"""As of the event store's functions."""


@dataclass(frozen=True, kw_only=True)
class ConsentFunctionArgs:
    """What it keeps."""

    site: Site
    """Region it stands in."""
    network: FunctionNetwork
    """Where it stands in the region's network."""
    consents: ConsentTables
    """The region's."""
    purposes: str
    """As `governance.for_purposes` has them."""


class ConsentFunction(pulumi.ComponentResource):
    """The function."""

    function: ApiFunction
    log_group_name: pulumi.Output[str]

    def __init__(self, name: str, args: ConsentFunctionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:ConsentFunction", name, {}, opts)
        function = Function(
            name,
            FunctionArgs(
                site=args.site,
                function=FOLDER,
                description="Keeps what people agreed to and what they took back",
                failure="Nobody can give or withdraw a consent. See its log, and whether the tables are throttled.",
                timeout_seconds=SECONDS,
                memory_mib=MEMORY_MIB,
                network=args.network,
                environment=args.consents.keeping(args.purposes),
                statements=args.consents.keeps,
            ),
            pulumi.ResourceOptions(parent=self),
        )
        self.function = ApiFunction(name=function.name, alias=function.alias, invoke_arn=function.invoke_arn)
        self.log_group_name = function.log_group_name
        self.register_outputs({"function_name": function.name, "log_group_name": self.log_group_name})
