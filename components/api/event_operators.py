"""Who may operate the event store: whoever is given this policy, and nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.context import Context
from components._shared.iam import Statement, document


@dataclass(frozen=True, kw_only=True)
class EventOperatorsArgs:
    """What they operate."""

    context: Context
    function_arns: Sequence[pulumi.Input[str]]
    """Functions of all regions (`event_operations.py`)."""


class EventOperators(pulumi.ComponentResource):
    """A policy to attach to operators' roles or permission sets."""

    policy_arn: pulumi.Output[str]

    def __init__(self, name: str, args: EventOperatorsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:EventOperators", name, {}, opts)
        policy = aws.iam.Policy(
            f"{name}-policy",
            name=args.context.physical_name(name, max_length=128),
            description="Operates the event store: failover, replay, rebuild, forgetting, verification",
            policy=document(Statement(actions=["lambda:InvokeFunction"], resources=args.function_arns)),
            tags=args.context.tagged(f"{name}-policy"),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.policy_arn = policy.arn
        self.register_outputs({"policy_arn": self.policy_arn})
