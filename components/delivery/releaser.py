"""What takes a function's bad version back: CloudWatch tells of the alarm on its errors, calls go to the one before.

Nothing of CodeDeploy's stands beside each function, and the program stays the one that moves aliases on
(docs/adr/0034-functions-watched-and-taken-back.md; `functions/releaser` has the code).
"""

import json
from dataclasses import dataclass
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from components._shared.alarms import declare_alarm, uncalled
from components._shared.function import Function
from components._shared.function_args import FunctionArgs, Invoker
from components._shared.iam import Statement
from components._shared.site import Site

FUNCTION: Final = "releaser"


@dataclass(frozen=True, kw_only=True)
class ReleaserArgs:
    """Where functions are watched."""

    site: Site
    """Region of the functions."""


class Releaser(pulumi.ComponentResource):
    """A rule on alarms, and the function that it calls."""

    log_group_name: pulumi.Output[str]

    def __init__(self, name: str, args: ReleaserArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Releaser", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        rule = self._create_rule()
        function = self._create_function(rule)
        self._create_target(rule, function)
        self.log_group_name = function.log_group_name
        self.register_outputs({"log_group_name": self.log_group_name})

    def _create_rule(self) -> aws.cloudwatch.EventRule:
        site = self._args.site
        return aws.cloudwatch.EventRule(
            f"{self._name}-alarms",
            name=site.context.physical_name(f"{self._name}-alarms", max_length=64),
            region=site.name,
            description="Alarms on functions' errors to what takes their newest version back",
            event_pattern=json.dumps(pattern(site.context.prefix), sort_keys=True),
            state="ENABLED",
            tags=site.context.tagged(f"{self._name}-alarms"),
            opts=self._child,
        )

    def _create_function(self, rule: aws.cloudwatch.EventRule) -> Function:
        site = self._args.site
        ours = pulumi.Output.concat(
            f"arn:aws:lambda:{site.name}:", site.context.account_id, f":function:{site.context.prefix}-*"
        )
        return Function(
            self._name,
            FunctionArgs(
                site=site,
                function=FUNCTION,
                description="Takes back a function's newest version when it fails",
                failure="A function failed and its newest version may not have been taken back: see the log, and set "
                "its newest_share_percent to 0 if it was not.",
                timeout_seconds=30,
                environment={"TOPIC": site.alarm_topic_arn},
                statements=[
                    Statement(
                        sid="Aliases",
                        actions=["lambda:GetAlias", "lambda:ListVersionsByFunction", "lambda:UpdateAlias"],
                        resources=[ours],
                    ),
                    Statement(sid="Telling", actions=["sns:Publish"], resources=[site.alarm_topic_arn]),
                ],
                invokers={"alarms": Invoker(service="events.amazonaws.com", source_arn=rule.arn)},
            ),
            self._child,
        )

    def _create_target(self, rule: aws.cloudwatch.EventRule, function: Function) -> None:
        aws.cloudwatch.EventTarget(
            f"{self._name}-call",
            region=self._args.site.name,
            rule=rule.name,
            target_id=FUNCTION,
            arn=function.arn,
            opts=self._child,
        )
        declare_alarm(
            f"{self._name}-uncalled",
            uncalled(
                rule.name,
                "An alarm on a function did not reach what takes its newest version back: check the "
                "function's permission for EventBridge, and look whether calls still fail.",
            ),
            site=self._args.site,
            opts=self._child,
        )


def pattern(prefix: str) -> dict[str, Any]:
    """Return which events call: an alarm on the errors of a function of the stack *prefix* that goes off (Amazon
    CloudWatch User Guide, "Alarm events and EventBridge")."""
    metric = {
        "namespace": ["AWS/Lambda"],
        "name": ["Errors"],
        "dimensions": {"FunctionName": [{"prefix": f"{prefix}-"}]},
    }
    return {
        "source": ["aws.cloudwatch"],
        "detail-type": ["CloudWatch Alarm State Change"],
        "detail": {"state": {"value": ["ALARM"]}, "configuration": {"metrics": {"metricStat": {"metric": metric}}}},
    }
