"""CloudWatch log groups: always encrypted under a customer key, always with an end."""

import bisect
from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components._shared.site import Site
from settings import DataClass

LogGroupNames = Mapping[str, Mapping[str, pulumi.Input[str]]]
"""Names of log groups by region, and there by a short name of what they hold."""

# fmt: off
RETENTION_CHOICES_DAYS = (
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
)
# fmt: on
"""Every retention that CloudWatch Logs offers, shortest first (CloudWatch Logs API, `PutRetentionPolicy`)."""


def by_region(*names: LogGroupNames) -> dict[str, dict[str, pulumi.Input[str]]]:
    """Return *names* as one mapping: log groups by region, and there by what they hold.

    Raises:
        ValueError: two of a region are called alike.
    """
    joined: dict[str, dict[str, pulumi.Input[str]]] = {}
    for part in names:
        for region, groups in part.items():
            known = joined.setdefault(region, {})
            if doubled := known.keys() & groups.keys():
                raise ValueError(f"{region} has two log groups called {min(doubled)}")
            known.update(groups)
    return joined


def retention_choice_days(days: int) -> int:
    """Return the shortest retention on offer that keeps logs for at least *days*, or the longest there is."""
    index = bisect.bisect_left(RETENTION_CHOICES_DAYS, days)
    return RETENTION_CHOICES_DAYS[min(index, len(RETENTION_CHOICES_DAYS) - 1)]


def log_group(
    name: str,
    *,
    path: pulumi.Input[str],
    site: Site,
    key_class: DataClass = DataClass.INTERNAL,
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.LogGroup:
    """Declare the log group *path* at *site*, under the site's key of *key_class*.

    It keeps logs for as long as the site keeps its logs, or the least more that CloudWatch offers.
    """
    return aws.cloudwatch.LogGroup(
        name,
        name=path,
        region=site.name,
        kms_key_id=site.key_arns[key_class],
        retention_in_days=retention_choice_days(site.log_retention_days),
        tags=site.context.tagged(name, DataClass.INTERNAL),
        opts=opts,
    )
