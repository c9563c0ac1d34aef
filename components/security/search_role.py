"""The role of a function that calls a search domain from inside its network."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from components._shared.function_role import function_role
from components._shared.iam import Statement
from components._shared.site import Site


@dataclass(frozen=True, kw_only=True)
class SearchRoleArgs:
    """Whose role, and what it may ask of which domain."""

    site: Site
    """Region of function and domain."""
    called: str
    """Name of the role, and of the function."""
    domain_name: str
    """The domain."""
    methods: Sequence[str]
    """What it may ask of the domain: `Get`, `Post`, `Put`."""


class SearchRole(pulumi.ComponentResource):
    """A role of Lambda's; what waits for it waits for its permissions too."""

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: SearchRoleArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:SearchRole", name, {}, opts)
        self.arn = function_role(
            name,
            site=args.site,
            called=args.called,
            statements=_statements(args),
            in_network=True,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.register_outputs({"arn": self.arn})


def _statements(args: SearchRoleArgs) -> list[Statement]:
    site, account_id = args.site, args.site.context.account_id
    domain = pulumi.Output.concat("arn:aws:es:", site.name, ":", account_id, f":domain/{args.domain_name}/*")
    return [
        Statement(sid="Domain", actions=[f"es:ESHttp{method}" for method in args.methods], resources=[domain]),
    ]
