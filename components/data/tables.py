"""Tables of DynamoDB whose keys are texts: in one region, or in several of which each has the whole."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarm
from components._shared.paths import Path
from components._shared.site import Site
from settings import RECOVERY_DAYS, DataClass

REPLICATION_LAG_MS = 60_000
"""A minute: changes usually reach the other regions within a second (Amazon DynamoDB Developer Guide, "Global
tables")."""


def declare_table(
    name: str,
    role: str,
    keys: Sequence[str],
    *,
    sites: Sequence[Site],
    data_class: DataClass,
    recovery_days: int = RECOVERY_DAYS,
    parent: pulumi.Resource,
) -> aws.dynamodb.Table:
    """Declare the table that plays *role* in the first of *sites*, with replicas in the others.

    Its stream has what was and what is, as replication asks for. What is deleted can be brought back for
    *recovery_days*, at any second of them; in replicas for 35 (Amazon DynamoDB Developer Guide, "Point-in-time
    recovery").
    """
    home, *others = sites
    context = home.context
    return aws.dynamodb.Table(
        f"{name}-table",
        name=context.physical_name(role, max_length=255),
        region=home.name,
        billing_mode="PAY_PER_REQUEST",
        hash_key=keys[0],
        range_key=keys[1] if len(keys) > 1 else None,
        attributes=[aws.dynamodb.TableAttributeArgs(name=key, type="S") for key in keys],
        stream_enabled=True,
        stream_view_type="NEW_AND_OLD_IMAGES",
        point_in_time_recovery=aws.dynamodb.TablePointInTimeRecoveryArgs(
            enabled=True, recovery_period_in_days=recovery_days
        ),
        server_side_encryption=aws.dynamodb.TableServerSideEncryptionArgs(
            enabled=True, kms_key_arn=home.key_arns[data_class]
        ),
        deletion_protection_enabled=context.protect,
        replicas=[
            aws.dynamodb.TableReplicaArgs(
                region_name=site.name,
                kms_key_arn=site.key_arns[data_class],
                point_in_time_recovery=True,
                deletion_protection_enabled=context.protect,
                propagate_tags=True,
            )
            for site in others
        ],
        tags=context.tagged(f"{name}-table", data_class),
        opts=context.stateful(parent),
    )


def arn_in(site: Site, table: aws.dynamodb.Table) -> pulumi.Output[str]:
    """Return the ARN of *table*, or of its replica, at *site*."""
    return pulumi.Output.concat(f"arn:aws:dynamodb:{site.name}:", site.context.account_id, ":table/", table.name)


def copies(name: str, table: aws.dynamodb.Table, sites: Sequence[Site], *, why: str) -> Path:
    """Return the path by which what is written to *table* reaches every one of *sites*."""
    return Path(name=name, source=table.arn, destination=[site.name for site in sites], protocol="copies", why=why)


def watch_table(
    name: str,
    table: aws.dynamodb.Table,
    sites: Sequence[Site],
    *,
    throttled: str,
    behind: str,
    parent: pulumi.Resource,
) -> None:
    """Ring where readers of *table* are refused, and where a replica is behind; the texts say what it means and what to
    do, *behind* after the region's name."""
    opts = pulumi.ResourceOptions(parent=parent)
    home, *others = sites
    for site in sites:
        alarm = Alarm(
            namespace="AWS/DynamoDB",
            metric="ReadThrottleEvents",
            dimensions={"TableName": table.name},
            statistic="Sum",
            threshold=1,
            description=throttled,
        )
        declare_alarm(f"{name}-{site.name}-throttled", alarm, site=site, opts=opts)
    for site in others:
        alarm = Alarm(
            namespace="AWS/DynamoDB",
            metric="ReplicationLatency",
            dimensions={"TableName": table.name, "ReceivingRegion": site.name},
            statistic="Average",
            threshold=REPLICATION_LAG_MS,
            description=f"{site.name} {behind}",
        )
        declare_alarm(f"{name}-{site.name}-behind", alarm, site=home, opts=opts)
