"""The workflow of people's requests in one region, run each hour, and the alarms on what it counts.

The hour is also how late a request is taken up at most; whoever can't wait starts an execution.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarms, uncalled
from components._shared.iam import Statement, document, trust
from components._shared.site import Site
from components._shared.state_machine import StateMachine
from components._shared.state_machine_args import StateMachineArgs
from components.governance.request_states import definition

RUN: Final = "rate(1 hour)"
HOUR_SECONDS: Final = 3600
UNWATCHED_HOURS: Final = 3
COUNTED: Final[Mapping[str, tuple[str, str]]] = {
    "late": ("RequestsLate", "A quarter of the time is left to answer a request of a person: see what is left of it."),
    "overdue": ("RequestsOverdue", "A request of a person wasn't answered in time: answer it, and say why it is late."),
    "stopped": ("RequestsStopped", "A request stopped at a store, and goes on with the next run: see its entries."),
    "denied": (
        "RequestsDeniedByCatalogue",
        "A person was found in a store that the catalogue says holds nothing of anybody: correct it, and see to that "
        "store by hand.",
    ),
}
"""Metrics of the function, by short name, with what they mean."""


@dataclass(frozen=True, kw_only=True)
class RequestWorkflowArgs:
    """What it runs."""

    site: Site
    state_arn: pulumi.Input[str]
    """Function that does what states ask."""
    stores: Sequence[Mapping[str, Any]]
    """The catalogue's, as `governance.for_requests` describes them."""
    metrics: str
    """Namespace of what the function counts."""


class RequestWorkflow(pulumi.ComponentResource):
    """The state machine, its schedule and its alarms."""

    arn: pulumi.Output[str]
    log_group_name: pulumi.Output[str]

    def __init__(self, name: str, args: RequestWorkflowArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:RequestWorkflow", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        machine = StateMachine(
            name,
            StateMachineArgs(
                site=args.site,
                definition=definition(args.stores),
                functions={"states": args.state_arn},
                failure="Requests of people are not seen to, though their time runs: see which state failed.",
            ),
            self._child,
        )
        rule = self._schedule(machine)
        declare_alarms(f"{name}-requests", self._alarms(rule), site=args.site, opts=self._child)
        self.arn, self.log_group_name = machine.arn, machine.log_group_name
        self.register_outputs({"arn": self.arn, "log_group_name": self.log_group_name})

    def _schedule(self, machine: StateMachine) -> aws.cloudwatch.EventRule:
        site, name = self._args.site, f"{self._name}-hourly"
        called = site.context.physical_name(name, max_length=64)
        role = aws.iam.Role(
            f"{name}-role",
            name=called,
            assume_role_policy=trust(
                "events.amazonaws.com", conditions={"StringEquals": {"aws:SourceAccount": site.context.account_id}}
            ),
            tags=site.context.tagged(f"{name}-role"),
            opts=self._child,
        )
        start = Statement(actions=["states:StartExecution"], resources=[machine.arn])
        aws.iam.RolePolicy(f"{name}-policy", name="start", role=role.name, policy=document(start), opts=self._child)
        rule = aws.cloudwatch.EventRule(
            f"{name}-rule",
            name=called,
            region=site.name,
            description="Has people's requests seen to",
            schedule_expression=RUN,
            state="ENABLED",
            tags=site.context.tagged(f"{name}-rule"),
            opts=self._child,
        )
        aws.cloudwatch.EventTarget(
            f"{name}-target",
            region=site.name,
            rule=rule.name,
            target_id="workflow",
            arn=machine.arn,
            role_arn=role.arn,
            input="{}",
            opts=self._child,
        )
        return rule

    def _alarms(self, rule: aws.cloudwatch.EventRule) -> dict[str, Alarm]:
        counted = {
            role: Alarm(
                namespace=self._args.metrics,
                metric=metric,
                dimensions={},
                threshold=1,
                period_seconds=HOUR_SECONDS,
                evaluation_periods=1,
                description=meaning,
            )
            for role, (metric, meaning) in COUNTED.items()
        }
        unwatched = Alarm(
            namespace=self._args.metrics,
            metric="RequestsOpen",
            dimensions={},
            statistic="SampleCount",
            comparison="LessThanThreshold",
            threshold=1,
            period_seconds=HOUR_SECONDS,
            evaluation_periods=UNWATCHED_HOURS,
            missing_data="breaching",
            description="Nobody watches how long people's requests take: see why the workflow doesn't run.",
        )
        started = uncalled(rule.name, "The workflow of people's requests wasn't started: check who may start it.")
        return {**counted, "unwatched": unwatched, "unstarted": started}
