"""The rules of one data class's backup plan.

A continuous class has two: one keeps the log for point-in-time recovery, as far back as AWS Backup reaches, the other
takes a daily snapshot that is kept for the whole retention and copied to another region. A copy of a continuous
recovery point would be a snapshot anyway (AWS Backup Developer Guide, "Copying continuous backups"). The two start
hours apart, because rules whose windows overlap are merged into one job ("Creating a backup plan").
"""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.resilience.retention import cold_after_days, continuous_days
from settings import ClassPolicy

CONTINUOUS_SCHEDULE = "cron(0 1 * * ? *)"
SNAPSHOT_SCHEDULE = "cron(0 5 * * ? *)"
"""UTC, when most of the platform's regions are at rest."""
START_WINDOW_MINUTES = 60
COMPLETION_WINDOW_MINUTES = 480
"""A backup starts within the hour, the least AWS Backup takes, and is done in a working night."""
MINUTES_PER_DAY = 24 * 60


def backup_rules(
    policy: ClassPolicy,
    *,
    vault_name: pulumi.Input[str],
    copy_vault_arn: pulumi.Input[str] | None,
    tags: Mapping[str, str],
) -> list[aws.backup.PlanRuleArgs]:
    """Return the rules that keep *policy*, with copies to *copy_vault_arn* when there is one."""
    copies = [] if copy_vault_arn is None else [_copy(policy, copy_vault_arn)]
    snapshot = aws.backup.PlanRuleArgs(
        rule_name="snapshot",
        target_vault_name=vault_name,
        schedule=_snapshot_schedule(policy),
        start_window=START_WINDOW_MINUTES,
        completion_window=COMPLETION_WINDOW_MINUTES,
        lifecycle=aws.backup.PlanRuleLifecycleArgs(
            delete_after=policy.retention_days, cold_storage_after=cold_after_days(policy)
        ),
        copy_actions=copies,
        recovery_point_tags=dict(tags),
    )
    if not policy.continuous:
        return [snapshot]
    continuous = aws.backup.PlanRuleArgs(
        rule_name="continuous",
        target_vault_name=vault_name,
        schedule=CONTINUOUS_SCHEDULE,
        start_window=START_WINDOW_MINUTES,
        completion_window=COMPLETION_WINDOW_MINUTES,
        enable_continuous_backup=True,
        lifecycle=aws.backup.PlanRuleLifecycleArgs(delete_after=continuous_days(policy)),
        recovery_point_tags=dict(tags),
    )
    return [continuous, snapshot]


def _copy(policy: ClassPolicy, vault_arn: pulumi.Input[str]) -> aws.backup.PlanRuleCopyActionArgs:
    return aws.backup.PlanRuleCopyActionArgs(
        destination_vault_arn=vault_arn,
        lifecycle=aws.backup.PlanRuleCopyActionLifecycleArgs(
            delete_after=policy.retention_days, cold_storage_after=cold_after_days(policy)
        ),
    )


def _snapshot_schedule(policy: ClassPolicy) -> str:
    minutes = policy.backup_interval_minutes
    if policy.continuous or minutes == MINUTES_PER_DAY:
        return SNAPSHOT_SCHEDULE
    return f"cron(0 0/{minutes // 60} * * ? *)"
