"""How far behind now a store can be brought back to, by each means there is."""

import re
from collections.abc import Iterator

from policies.lists import known_first
from policies.model import Props, Resource
from policies.read import at_least, items, value

POINT_IN_TIME_MINUTES = 5
"""Amazon Aurora User Guide, Amazon RDS User Guide and Amazon DynamoDB Developer Guide: the latest restorable time is
typically within the last five minutes."""
BUCKET_MINUTES = 15
"""AWS Backup Developer Guide, "Amazon S3 backups": continuous backups follow a bucket within fifteen minutes."""
EFS_REPLICATION_MINUTES = 15
"""Amazon EFS User Guide, "Replicating file systems": most file systems are replicated within fifteen minutes."""
HOUR, DAY = 60, 24 * 60
WEEK, MONTH = 7 * DAY, 31 * DAY
RATE_MINUTES = {"minute": 1, "hour": HOUR, "day": DAY}
ALWAYS = frozenset({"*", "?"})

CLUSTERS = frozenset({"aws:docdb/cluster:Cluster", "aws:neptune/cluster:Cluster", "aws:rds/cluster:Cluster"})
INSTANCE, TABLE = "aws:rds/instance:Instance", "aws:dynamodb/table:Table"
BUCKET, FILE_SYSTEM = "aws:s3/bucket:Bucket", "aws:efs/fileSystem:FileSystem"
STORES = frozenset({*CLUSTERS, INSTANCE, TABLE, BUCKET, FILE_SYSTEM})
KEPT_DAYS = {**dict.fromkeys(CLUSTERS, 1), INSTANCE: 0}
"""Types that keep backups of their own, and for how many days by default."""
CONTINUOUS_MINUTES = {
    BUCKET: BUCKET_MINUTES,
    INSTANCE: POINT_IN_TIME_MINUTES,
    "aws:rds/cluster:Cluster": POINT_IN_TIME_MINUTES,
}
"""Types that AWS Backup follows continuously (AWS Backup Developer Guide, "Point-in-time recovery")."""


def own_means(store: Resource) -> Iterator[int]:
    """Yield the minutes that *store* loses at most by what its service keeps of it."""
    if store.type == TABLE and value(store.props, "pointInTimeRecovery.enabled") is True:
        yield POINT_IN_TIME_MINUTES
    if store.type in KEPT_DAYS and at_least(value(store.props, "backupRetentionPeriod", KEPT_DAYS[store.type]), 1):
        yield POINT_IN_TIME_MINUTES


def planned_means(store: Resource, plan: Resource) -> Iterator[int]:
    """Yield the minutes that *store* loses at most by each rule of the backup *plan*, those that are known first."""
    return known_first(_means(rule, store) for rule in items(plan.props, "rules"))


def _means(rule: Props, store: Resource) -> Iterator[int]:
    if store.type in CONTINUOUS_MINUTES and value(rule, "enableContinuousBackup") is True:
        yield CONTINUOUS_MINUTES[store.type]
    elif value(rule, "schedule"):
        yield interval_minutes(value(rule, "schedule"))


def interval_minutes(schedule: str) -> int:
    """Return the longest time between two runs of an EventBridge *schedule*, roughly where it skips days.

    EventBridge Scheduler User Guide, "Schedule types".
    """
    if rate := re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", schedule):
        return int(rate[1]) * RATE_MINUTES[rate[2]]
    fields = re.fullmatch(r"cron\((.*)\)", schedule)
    if not fields:
        return MONTH
    minute, hour, day, month, weekday, *_ = fields[1].split()
    if day not in ALWAYS or month not in ALWAYS:
        return MONTH
    if weekday not in ALWAYS:
        return WEEK
    if hour in ALWAYS:
        return _widest(minute, HOUR)
    return _widest(hour, DAY // HOUR) * HOUR


def _widest(field: str, cycle: int) -> int:
    """Return the widest gap between the values of a cron *field* that starts anew after *cycle* of them."""
    values: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, _, last = ("0", "", str(cycle - 1)) if span == "*" else span.partition("-")
        end = int(last) if last else (cycle - 1 if step else int(first))
        values.update(range(int(first), end + 1, int(step or 1)))
    times = sorted(values)
    return max(later - earlier for earlier, later in zip(times, [*times[1:], times[0] + cycle], strict=True))
