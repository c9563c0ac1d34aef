"""The role of a function that calls a search domain from inside its network."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.function_role import own_statements
from components._shared.iam import Statement, document, trust
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
        child = pulumi.ResourceOptions(parent=self)
        role = aws.iam.Role(
            f"{name}-role",
            name=args.called,
            assume_role_policy=trust("lambda.amazonaws.com"),
            tags=args.site.context.tagged(f"{name}-role"),
            opts=child,
        )
        policy = aws.iam.RolePolicy(
            f"{name}-permissions", name="search", role=role.name, policy=document(*_statements(args)), opts=child
        )
        self.arn = pulumi.Output.all(role.arn, policy.id).apply(lambda known: str(known[0]))
        self.register_outputs({"arn": self.arn})


def _statements(args: SearchRoleArgs) -> list[Statement]:
    site, account_id = args.site, args.site.context.account_id
    domain = pulumi.Output.concat("arn:aws:es:", site.name, ":", account_id, f":domain/{args.domain_name}/*")
    return [
        Statement(sid="Domain", actions=[f"es:ESHttp{method}" for method in args.methods], resources=[domain]),
        *own_statements(site, args.called, in_network=True),
    ]
