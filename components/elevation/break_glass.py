"""A role for the day on which nothing else lets anybody in: not the directory, not the first region, not the function.

IAM users whose credentials are kept sealed assume it with a token shown minutes ago (AWS Security Reference
Architecture, "Break glass"; IAM User Guide, "AWS global condition context keys"). That it was is heard by the audit
trail's filter `break-glass`, which pages, and owes a review (`elevation.py`).
"""

from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.context import Context
from components._shared.iam import Statement, trust_document
from settings import BreakGlass

TOKEN_SECONDS: Final = 900
"""Age of the second factor that is taken: it was shown for this."""
SESSION_SECONDS: Final = 3600


@dataclass(frozen=True, kw_only=True)
class BreakGlassRoleArgs:
    """Who may, and what."""

    context: Context
    glass: BreakGlass


class BreakGlassRole(pulumi.ComponentResource):
    """The role."""

    role_arn: pulumi.Output[str]

    def __init__(self, name: str, args: BreakGlassRoleArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:BreakGlassRole", name, {}, opts)
        context, child = args.context, pulumi.ResourceOptions(parent=self)
        account = pulumi.Output.concat("arn:aws:iam::", context.account_id)
        users = [pulumi.Output.concat(account, f":user/{each}") for each in args.glass.users]
        sealed = Statement(
            actions=["sts:AssumeRole"],
            principals={"AWS": [pulumi.Output.concat(account, ":root")]},
            conditions={
                "ArnEquals": {"aws:PrincipalArn": users},
                "Bool": {"aws:MultiFactorAuthPresent": "true"},
                "NumericLessThan": {"aws:MultiFactorAuthAge": str(TOKEN_SECONDS)},
            },
        )
        role = aws.iam.Role(
            f"{name}-role",
            name=context.physical_name(name, max_length=64),
            description="For the day on which nothing else lets anybody in; its use pages",
            assume_role_policy=trust_document(sealed),
            max_session_duration=SESSION_SECONDS,
            permissions_boundary=args.glass.policy,
            tags=context.tagged(f"{name}-role"),
            opts=child,
        )
        aws.iam.RolePolicyAttachment(f"{name}-may", role=role.name, policy_arn=args.glass.policy, opts=child)
        self.role_arn = role.arn
        self.register_outputs({"role_arn": self.role_arn})
