"""Privileged access for a while: roles by tier that one function alone assumes, and what people ask it by.

The function gives credentials of a tier's role to whom others have let (`functions/elevation`,
docs/adr/0079-access-for-a-while.md). It may write policies of these roles, to have them refuse sessions that were
revoked; each is bounded by the very policy that it has, so that nothing which is written there gives more.

It stands in the first region. While that is lost there is the glass.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarms, uncalled
from components._shared.event_tables import KeptTable
from components._shared.function import Function
from components._shared.function_args import FunctionArgs, Invoker
from components._shared.iam import Statement, document, trust_document
from components._shared.site import Site
from settings import AccessTier

FUNCTION: Final = "elevation"
CALLS: Final = {
    "schedule": "rate(1 minute)",
    "glass": {
        "source": ["aws.cloudwatch"],
        "detail-type": ["CloudWatch Alarm State Change"],
        "detail": {"alarmName": [{"suffix": "-break-glass-alarm"}], "state": {"value": ["ALARM"]}},
    },
}
"""What calls the function of itself, each with a rule: a minute, the least that a schedule can be; and alarms on the
role behind glass, and on admission to a cluster in spite of its rules."""
SESSION_SECONDS: Final = 3600
"""The least that IAM takes as a role's longest session; the function asks for 900."""


@dataclass(frozen=True, kw_only=True)
class ElevationArgs:
    """What there is to ask for."""

    site: Site
    """Region it stands in."""
    table: KeptTable
    """Requests and their chain (`elevation_table.py`)."""
    tiers: Sequence[AccessTier]
    glass_review_days: int


class Elevation(pulumi.ComponentResource):
    """The function, the tiers' roles, and the policy by which people may ask."""

    log_group_name: pulumi.Output[str]
    role_arns: dict[str, pulumi.Output[str]]
    """By tier."""
    asking_policy_arn: pulumi.Output[str]
    """Policy that permission sets refer to by name: it lets people call the function, which asks who they are."""

    def __init__(self, name: str, args: ElevationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Elevation", name, {}, opts)
        self._name, self._args = name, args
        self._context = args.site.context
        self._child = pulumi.ResourceOptions(parent=self)
        rules = {caller: self._create_rule(caller, when) for caller, when in CALLS.items()}
        function = self._create_function(rules)
        for caller, rule in rules.items():
            aws.cloudwatch.EventTarget(
                f"{name}-{caller}-call",
                region=args.site.name,
                rule=rule.name,
                target_id=FUNCTION,
                arn=function.arn,
                opts=self._child,
            )
        self.role_arns = {tier.name: self._create_role(tier, function) for tier in args.tiers}
        self.asking_policy_arn = self._create_asking(function).arn
        self._create_alarms(rules)
        self.log_group_name = function.log_group_name
        self.register_outputs(
            {
                "log_group_name": self.log_group_name,
                "role_arns": self.role_arns,
                "asking_policy_arn": self.asking_policy_arn,
            }
        )

    def _create_rule(self, caller: str, when: Any) -> aws.cloudwatch.EventRule:
        role = f"{self._name}-{caller}"
        scheduled = isinstance(when, str)
        return aws.cloudwatch.EventRule(
            f"{role}-rule",
            name=self._context.physical_name(role, max_length=64),
            region=self._args.site.name,
            description="Ends sessions whose time is over" if scheduled else "Has a review owed when the glass broke",
            schedule_expression=when if scheduled else None,
            event_pattern=None if scheduled else json.dumps(when, sort_keys=True),
            state="ENABLED",
            tags=self._context.tagged(f"{role}-rule"),
            opts=self._child,
        )

    def _create_function(self, rules: dict[str, aws.cloudwatch.EventRule]) -> Function:
        args, roles = self._args, [self._role_arn(each) for each in self._args.tiers]
        policies = [each.policy for each in args.tiers]
        tiers = [{**_told(each), "role_arn": arn} for each, arn in zip(args.tiers, roles, strict=True)]
        return Function(
            self._name,
            FunctionArgs(
                site=args.site,
                function=FUNCTION,
                description="Gives people access for a while, when others let it",
                failure="Nobody is given access, and what is revoked may be good for 15 minutes more: see its log, and "
                "take the glass if it can't wait.",
                timeout_seconds=30,
                environment={
                    "ACCOUNT": self._context.account_id,
                    "AUDIENCE": self._context.physical_name(self._name, max_length=64),
                    "GLASS_REVIEW_DAYS": str(args.glass_review_days),
                    "METRICS": self._metrics,
                    "TABLE": args.table.name,
                    "TIERS": pulumi.Output.json_dumps(tiers),
                },
                statements=[
                    Statement(
                        sid="Requests",
                        actions=[f"dynamodb:{each}" for each in ("ConditionCheckItem", "GetItem", "PutItem", "Query")],
                        resources=[args.table.arn],
                    ),
                    Statement(
                        sid="Settled",
                        actions=["dynamodb:DeleteItem"],
                        resources=[args.table.arn],
                        conditions={"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["open"]}},
                    ),
                    Statement(sid="Sessions", actions=["sts:AssumeRole", "sts:SetSourceIdentity"], resources=roles),
                    Statement(sid="Denials", actions=["iam:GetRolePolicy"], resources=roles),
                    Statement(
                        sid="Revoking",
                        actions=["iam:PutRolePolicy"],
                        resources=roles,
                        conditions={"ArnEquals": {"iam:PermissionsBoundary": policies}},
                    ),
                ],
                invokers={
                    caller: Invoker(service="events.amazonaws.com", source_arn=rule.arn)
                    for caller, rule in rules.items()
                },
            ),
            self._child,
        )

    def _create_role(self, tier: AccessTier, function: Function) -> pulumi.Output[str]:
        name = f"{self._name}-{tier.name}"
        gives = Statement(actions=["sts:AssumeRole", "sts:SetSourceIdentity"], principals={"AWS": [function.role_arn]})
        role = aws.iam.Role(
            name,
            name=self._context.physical_name(name, max_length=64),
            description=f"What people of {', '.join(tier.requesters)} are given for a while: {tier.name}",
            assume_role_policy=trust_document(gives),
            max_session_duration=SESSION_SECONDS,
            permissions_boundary=tier.policy,
            force_detach_policies=True,
            tags=self._context.tagged(name),
            opts=self._child,
        )
        aws.iam.RolePolicyAttachment(f"{name}-may", role=role.name, policy_arn=tier.policy, opts=self._child)
        return role.arn

    def _role_arn(self, tier: AccessTier) -> pulumi.Output[str]:
        """Return what the ARN of a tier's role will be, which trusts the function that has to know it."""
        name = self._context.physical_name(f"{self._name}-{tier.name}", max_length=64)
        return pulumi.Output.concat("arn:aws:iam::", self._context.account_id, f":role/{name}")

    def _create_asking(self, function: Function) -> aws.iam.Policy:
        call = Statement(actions=["lambda:InvokeFunction"], resources=[function.arn])
        return aws.iam.Policy(
            f"{self._name}-asking",
            name=self._context.physical_name(f"{self._name}-asking", max_length=128),
            description="Lets people ask for access, and decide on what others ask",
            policy=document(call),
            tags=self._context.tagged(f"{self._name}-asking"),
            opts=self._child,
        )

    def _create_alarms(self, rules: dict[str, aws.cloudwatch.EventRule]) -> None:
        overdue = Alarm(
            namespace=self._metrics,
            metric="ReviewsOverdue",
            dimensions={},
            threshold=1,
            evaluation_periods=1,
            description="Somebody's privileged session, or a use of the glass, wasn't looked at in time: `python -m "
            "ops.elevation list` says which; look at what was done, and say so with `review`.",
        )
        calls = {
            f"{caller}-uncalled": uncalled(
                rule.name, "Sessions aren't seen to, or broken glass isn't: check who may call the function."
            )
            for caller, rule in rules.items()
        }
        declare_alarms(self._name, {"overdue": overdue, **calls}, site=self._args.site, opts=self._child)

    @property
    def _metrics(self) -> str:
        return f"{self._context.prefix}/elevation"


def _told(tier: AccessTier) -> dict[str, Any]:
    """Return *tier* as `functions/elevation/tier.py` reads it, but for its role."""
    return tier.model_dump(exclude={"policy"})
