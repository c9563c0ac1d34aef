"""A region's experiments: a template of AWS Fault Injection Service for each fault that the settings name.

A template does nothing until somebody starts it, who needs `fis:StartExperiment`; no role of the platform has that.
Each stops when an alarm of the API's promises rings, acts on what carries the stack's tag alone, and writes down what
it did (AWS FIS User Guide, "Stop conditions for AWS FIS", "Experiment logging").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.iam import document, trust
from components._shared.logs import log_group
from components._shared.paths import registered, searched
from components._shared.site import ActiveSite
from components.resilience.fault_statements import LOGGING
from components.resilience.faults import FAULTS, Action, Experiment, Place, Target
from settings import ServiceFault

LOG_SCHEMA: Final = 2
"""The newest (AWS FIS User Guide, "Experiment logging")."""


@dataclass(frozen=True, kw_only=True)
class ChaosArgs:
    """Which faults, and where."""

    site: ActiveSite
    """Region they are made in."""
    faults: Sequence[ServiceFault]
    """Those that may be made."""
    alarm_arns: Sequence[pulumi.Input[str]]
    """Alarms that stop an experiment; AWS takes five at most."""
    zone_names: Sequence[pulumi.Input[str]]
    """The region's zones."""
    cluster_name: pulumi.Input[str]
    """The region's cluster."""
    has_readers: bool
    """Whether databases have readers to fail over to."""


class Chaos(pulumi.ComponentResource):
    """Templates of experiments, each with a role of its own, and their log group."""

    template_ids: Mapping[ServiceFault, pulumi.Output[str]]
    log_group_name: pulumi.Output[str]

    def __init__(self, name: str, args: ChaosArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Chaos", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        place = Place(
            site=args.site,
            zone_names=args.zone_names,
            cluster_name=args.cluster_name,
            has_readers=args.has_readers,
        )
        logs = log_group(
            f"{name}-logs",
            path=f"/aws/vendedlogs/fis/{args.site.context.physical_name('chaos')}",
            site=args.site,
            opts=self._child,
        )
        self.template_ids = {fault: self._create_template(fault, FAULTS[fault](place), logs) for fault in args.faults}
        self.log_group_name = logs.name
        self.register_outputs(
            {
                "template_ids": self.template_ids,
                "log_group_name": self.log_group_name,
                "paths": registered(searched("experiments", logs.name)),
            }
        )

    def _create_role(self, fault: ServiceFault, experiment: Experiment) -> pulumi.Output[str]:
        """Return the ARN of the role of *fault*, known once it may do what it must."""
        site, label = self._args.site, f"{self._name}-{fault}"
        source = pulumi.Output.concat(f"arn:aws:fis:{site.name}:", site.context.account_id, ":experiment/*")
        role = aws.iam.Role(
            f"{label}-role",
            name=site.context.physical_name(f"chaos-{fault}-{site.name}", max_length=64),
            description=f"AWS FIS makes a fault in {site.name}: {experiment.description}",
            assume_role_policy=trust(
                "fis.amazonaws.com",
                conditions={
                    "StringEquals": {"aws:SourceAccount": site.context.account_id},
                    "ArnLike": {"aws:SourceArn": source},
                },
            ),
            tags=site.context.tagged(f"{label}-role"),
            opts=self._child,
        )
        statements = {str(each.render()): each for each in (*experiment.statements, LOGGING)}
        policy = aws.iam.RolePolicy(
            f"{label}-policy",
            name="make-fault",
            role=role.name,
            policy=document(*statements.values()),
            opts=self._child,
        )
        return pulumi.Output.all(role.arn, policy.id).apply(lambda known: known[0])

    def _create_template(
        self, fault: ServiceFault, experiment: Experiment, logs: aws.cloudwatch.LogGroup
    ) -> pulumi.Output[str]:
        args, label = self._args, f"{self._name}-{fault}"
        stack = args.site.context.prefix
        return aws.fis.ExperimentTemplate(
            label,
            region=args.site.name,
            description=f"{experiment.description} ({args.site.name})",
            role_arn=self._create_role(fault, experiment),
            stop_conditions=[
                aws.fis.ExperimentTemplateStopConditionArgs(source="aws:cloudwatch:alarm", value=arn)
                for arn in args.alarm_arns
            ],
            actions=[_action(name, action) for name, action in experiment.actions.items()],
            targets=[_target(name, action.target, stack) for name, action in experiment.actions.items()],
            log_configuration=aws.fis.ExperimentTemplateLogConfigurationArgs(
                log_schema_version=LOG_SCHEMA,
                cloudwatch_logs_configuration=aws.fis.ExperimentTemplateLogConfigurationCloudwatchLogsConfigurationArgs(
                    log_group_arn=pulumi.Output.concat(logs.arn, ":*")
                ),
            ),
            experiment_options=aws.fis.ExperimentTemplateExperimentOptionsArgs(
                account_targeting="single-account",
                empty_target_resolution_mode="skip" if len(experiment.actions) > 1 else "fail",
            ),
            tags=args.site.context.tagged(label),
            opts=self._child,
        ).id


def _action(name: str, action: Action) -> aws.fis.ExperimentTemplateActionArgs:
    return aws.fis.ExperimentTemplateActionArgs(
        name=name,
        action_id=action.id,
        parameters=[
            aws.fis.ExperimentTemplateActionParameterArgs(key=key, value=value)
            for key, value in action.parameters.items()
        ],
        target=aws.fis.ExperimentTemplateActionTargetArgs(key=action.target.key, value=f"{name}-targets"),
    )


def _target(name: str, target: Target, stack: str) -> aws.fis.ExperimentTemplateTargetArgs:
    return aws.fis.ExperimentTemplateTargetArgs(
        name=f"{name}-targets",
        resource_type=target.type,
        selection_mode=target.selection,
        resource_tags=[
            aws.fis.ExperimentTemplateTargetResourceTagArgs(key=key, value=value)
            for key, value in (target.tags or {"stack": stack}).items()
        ],
        filters=[
            aws.fis.ExperimentTemplateTargetFilterArgs(path=path, values=list(values))
            for path, values in target.filters.items()
        ],
        parameters=dict(target.parameters) or None,
    )
