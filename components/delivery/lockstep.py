"""What takes a release through all regions in step: in each a function that a schedule calls by the minute.

It reads its own cluster's rollout and the record that all regions share, and promotes or aborts that rollout alone
(`functions/lockstep` has the code, docs/adr/0049 the protocol). It runs inside the VPC, since the API server answers
nowhere else. In the cluster it is in a group that has the rights of `components/compute/rollout.py` and no others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarms, uncalled
from components._shared.function import Function
from components._shared.function_args import FunctionArgs, FunctionNetwork, Invoker
from components._shared.iam import Statement
from components._shared.kubernetes_api import KubernetesApi, Workload
from components._shared.network import Network
from components._shared.site import ActiveSite
from components.delivery.lockstep_group import LockstepGroup, LockstepGroupArgs

FUNCTION: Final = "lockstep"
SCHEDULE: Final = "rate(1 minute)"
"""The least that a schedule can be; a region that was silent for five is waited for no more (`functions/lockstep`)."""
TIMEOUT_SECONDS: Final = 50
"""Done before the next begins."""
NAMESPACE: Final = "groot/lockstep"
"""Of its metric (`functions/lockstep/turn.py`)."""


@dataclass(frozen=True, kw_only=True)
class LockstepArgs:
    """Whose turn it takes, and with whom."""

    site: ActiveSite
    """Region it stands in."""
    home: str
    """Region of the record."""
    regions: Sequence[str]
    """All that a release goes through."""
    network: Network
    """Network of the cluster."""
    api: KubernetesApi
    """The cluster's API server."""
    workload: Workload
    """What is released."""
    table_name: pulumi.Input[str]
    """Table of the record."""
    table_arn: pulumi.Input[str]
    """The same by its ARN."""


class Lockstep(pulumi.ComponentResource):
    """The function, its schedule, its ways and its place in the cluster."""

    log_group_name: pulumi.Output[str]

    def __init__(self, name: str, args: LockstepArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Lockstep", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self._stack = args.site.context.physical_name("releases", max_length=255)
        rule = self._create_rule()
        function = self._create_function(rule)
        self._create_target(rule, function)
        self._create_access(function)
        self._create_alarms(rule)
        self.log_group_name = function.log_group_name
        self.register_outputs({"log_group_name": self.log_group_name})

    def _create_rule(self) -> aws.cloudwatch.EventRule:
        site = self._args.site
        return aws.cloudwatch.EventRule(
            f"{self._name}-schedule",
            name=site.context.physical_name(f"{self._name}-schedule", max_length=64),
            region=site.name,
            description="Has the region take its turn in a release",
            schedule_expression=SCHEDULE,
            state="ENABLED",
            tags=site.context.tagged(f"{self._name}-schedule"),
            opts=self._child,
        )

    def _create_network(self) -> FunctionNetwork:
        args = self._args
        group = LockstepGroup(
            f"{self._name}-network",
            LockstepGroupArgs(
                site=args.site, home=args.home, network=args.network, api_group_id=args.api.security_group_id
            ),
            self._child,
        )
        return FunctionNetwork(subnet_ids=args.network.private_subnet_ids, group_id=group.group_id)

    def _create_function(self, rule: aws.cloudwatch.EventRule) -> Function:
        args, api = self._args, self._args.api
        authority = pulumi.Output.from_input(api.certificate_authority).apply(lambda encoded: encoded or "")
        return Function(
            self._name,
            FunctionArgs(
                site=args.site,
                function=FUNCTION,
                description=f"Takes releases through {args.site.name} in step with all regions",
                failure=f"{args.site.name} takes no turn: a release that is under way goes on without it after five "
                "minutes, and it is brought to what was decided when it is back. See the function's log.",
                timeout_seconds=TIMEOUT_SECONDS,
                network=self._create_network(),
                environment={
                    "CLUSTER_NAME": api.cluster_name,
                    "CLUSTER_ENDPOINT": api.endpoint,
                    "CLUSTER_AUTHORITY": authority,
                    "NAMESPACE": args.workload.namespace,
                    "REGIONS": ",".join(args.regions),
                    "STACK": self._stack,
                    "TABLE": args.table_name,
                    "TABLE_REGION": args.home,
                    "WORKLOAD": args.workload.name,
                },
                statements=[
                    Statement(
                        sid="Record", actions=["dynamodb:GetItem", "dynamodb:PutItem"], resources=[args.table_arn]
                    )
                ],
                invokers={"schedule": Invoker(service="events.amazonaws.com", source_arn=rule.arn)},
            ),
            self._child,
        )

    def _create_target(self, rule: aws.cloudwatch.EventRule, function: Function) -> None:
        aws.cloudwatch.EventTarget(
            f"{self._name}-target",
            region=self._args.site.name,
            rule=rule.name,
            target_id=FUNCTION,
            arn=function.arn,
            opts=self._child,
        )

    def _create_access(self, function: Function) -> None:
        aws.eks.AccessEntry(
            f"{self._name}-access",
            region=self._args.site.name,
            cluster_name=self._args.api.cluster_name,
            principal_arn=function.role_arn,
            kubernetes_groups=[self._args.workload.operators],
            tags=self._args.site.context.tagged(f"{self._name}-access"),
            opts=self._child,
        )

    def _create_alarms(self, rule: aws.cloudwatch.EventRule) -> None:
        reverted = Alarm(
            namespace=NAMESPACE,
            metric="Reverts",
            dimensions={"Stack": self._stack},
            statistic="Sum",
            threshold=1,
            evaluation_periods=1,
            description="A release goes back in all regions: it failed in one, or a step took longer than an hour. The "
            "functions' logs say in which; mend it and give the next release a higher number.",
        )
        untended = uncalled(rule.name, "The schedule could not call what takes releases through regions in step.")
        alarms = {"reverted": reverted, "uncalled": untended}
        declare_alarms(self._name, alarms, site=self._args.site, opts=self._child)
