"""The mark of a stack whose account another one owns: it tells policies and auditors who answers for the account."""

from dataclasses import dataclass

import pulumi

from components._shared.context import Context


@dataclass(frozen=True, kw_only=True)
class SharedAccountArgs:
    """What the mark needs."""

    context: Context
    """The deployment; it names the owner."""


class SharedAccount(pulumi.ComponentResource):
    """Stands in a stack that doesn't own its account."""

    owner: str
    """`<project>-<stack>` of the owner."""

    def __init__(self, name: str, args: SharedAccountArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        self.owner = args.context.account_owner
        super().__init__("groot:index:SharedAccount", name, {"owner": self.owner}, opts)
        self.register_outputs({"owner": self.owner})
