"""CloudWatch log groups: always encrypted under a customer key, always with an end."""

import bisect

import pulumi
import pulumi_aws as aws

from components._shared.context import Context
from settings import DataClass

# fmt: off
RETENTION_CHOICES_DAYS = (
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
)
# fmt: on
"""Every retention that CloudWatch Logs offers, shortest first (CloudWatch Logs API, `PutRetentionPolicy`)."""


def retention_choice_days(days: int) -> int:
    """Return the shortest retention on offer that keeps logs for at least *days*, or the longest there is."""
    index = bisect.bisect_left(RETENTION_CHOICES_DAYS, days)
    return RETENTION_CHOICES_DAYS[min(index, len(RETENTION_CHOICES_DAYS) - 1)]


def log_group(
    name: str,
    *,
    path: str,
    region: str,
    kms_key_arn: pulumi.Input[str],
    retention_days: int,
    context: Context,
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.LogGroup:
    """Declare the log group *path* in *region*, encrypted under *kms_key_arn*, kept at least *retention_days*."""
    return aws.cloudwatch.LogGroup(
        name,
        name=path,
        region=region,
        kms_key_id=kms_key_arn,
        retention_in_days=retention_choice_days(retention_days),
        tags=context.tagged(name, DataClass.INTERNAL),
        opts=opts,
    )
