"""Who keeps the rules inside a search domain: who may rule it, who may write, how long logs are searched.

AWS has no API for them, and the domain answers inside its network alone. So a function there brings them about, called
by the deployment whenever they or its code change; a deployment fails where it does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.function_args import FunctionNetwork
from components._shared.function_code import code_digest
from components._shared.site import Site
from components.security.search_function import FUNCTION, search_function

TIMEOUT_SECONDS = 300
"""It waits for a domain that has just been made."""


@dataclass(frozen=True, kw_only=True)
class SearchKeeperArgs:
    """What is to hold inside which domain."""

    site: Site
    """Region of the domain."""
    called: str
    """Name of the function."""
    role_arn: pulumi.Input[str]
    """Role that it runs as, the domain's master."""
    subnet_ids: Sequence[pulumi.Input[str]]
    """Subnets of the domain."""
    group_id: pulumi.Input[str]
    """Security group that the domain lets in."""
    address: pulumi.Input[str]
    """Address of the domain."""
    administrator_arns: Sequence[pulumi.Input[str]]
    """Roles by which people rule the domain."""
    writer_arns: Sequence[pulumi.Input[str]]
    """Roles that may index logs."""


class SearchKeeper(pulumi.ComponentResource):
    """The function, and its call."""

    def __init__(self, name: str, args: SearchKeeperArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:SearchKeeper", name, {}, opts)
        function = search_function(
            name,
            site=args.site,
            called=args.called,
            entry="keep",
            timeout_seconds=TIMEOUT_SECONDS,
            role_arn=args.role_arn,
            network=FunctionNetwork(subnet_ids=args.subnet_ids, group_id=args.group_id),
            environment={"DOMAIN": args.address},
            failure="The rules inside the search domain are not what the stack says: read the function's log, mend it, "
            "and deploy again.",
            parent=self,
        )
        aws.lambda_.Invocation(
            f"{name}-call",
            region=args.site.name,
            function_name=function.name,
            qualifier=function.alias,
            input=pulumi.Output.json_dumps(
                {
                    "keepers": [args.role_arn],
                    "administrators": list(args.administrator_arns),
                    "writers": list(args.writer_arns),
                    "retention_days": args.site.log_retention_days,
                }
            ),
            triggers={"code": code_digest(FUNCTION)},
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.register_outputs({})
