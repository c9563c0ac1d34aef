"""Who may read the lake's served tables, masked as they are: whoever is given this policy, and nobody else.

It opens one zone of one class, and nothing of the tables that it was made of.
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.iam import document
from components._shared.site import ActiveSite
from components.analytics.zone import Zone


@dataclass(frozen=True, kw_only=True)
class LakeReadersArgs:
    """What they may read."""

    site: ActiveSite
    served: Zone


class LakeReaders(pulumi.ComponentResource):
    """A policy to attach to roles, those of warehouses among them."""

    policy_arn: pulumi.Output[str]

    def __init__(self, name: str, args: LakeReadersArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:LakeReaders", name, {}, opts)
        context = args.site.context
        policy = aws.iam.Policy(
            f"{name}-policy",
            name=context.physical_name(name, max_length=128),
            description="Reads the lake's served tables",
            policy=document(*args.served.reads()),
            tags=context.tagged(f"{name}-policy"),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.policy_arn = policy.arn
        self.register_outputs({"policy_arn": self.policy_arn})
