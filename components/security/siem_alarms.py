"""When a SIEM no longer sees in time, or is about to stop seeing.

Sources: Amazon OpenSearch Service Developer Guide, "Recommended CloudWatch alarms"; Amazon Data Firehose Developer
Guide, "Monitor Amazon Data Firehose with CloudWatch metrics".
"""

import pulumi

from components._shared.alarms import Alarm

MEAN_TIME_TO_DETECT_SECONDS = 300
"""Age that a log may have when it can be searched: the platform promises detection within five minutes."""

ARCHIVE_DELAY_SECONDS = 900
"""Age that a record may have when it is archived."""

FREE_STORAGE_SHARE = 0.25
"""Share of a node's storage that stays free (the guide's recommendation)."""


def delivery_alarms(stream: pulumi.Input[str], metrics: str) -> dict[str, Alarm]:
    """Return the alarms of the delivery *stream*, whose function measures in the namespace *metrics*, by short name."""
    dimensions = {"DeliveryStreamName": stream}
    return {
        "late": Alarm(
            namespace=metrics,
            metric="AgeSeconds",
            dimensions={},
            threshold=MEAN_TIME_TO_DETECT_SECONDS,
            evaluation_periods=1,
            description="Logs are older than five minutes when they can be searched; read the indexing function's log.",
        ),
        "rejected": Alarm(
            namespace=metrics,
            metric="Rejected",
            dimensions={},
            statistic="Sum",
            threshold=1,
            evaluation_periods=1,
            description="The domain turned documents away, which stand in the archive alone; read the domain's log.",
        ),
        "silent": Alarm(
            namespace="AWS/Firehose",
            metric="IncomingRecords",
            dimensions=dimensions,
            statistic="Sum",
            comparison="LessThanThreshold",
            threshold=1,
            period_seconds=300,
            missing_data="breaching",
            description="No log arrived for a quarter of an hour; check subscriptions, the trail and their keys.",
        ),
        "throttled": Alarm(
            namespace="AWS/Firehose",
            metric="ThrottledRecords",
            dimensions=dimensions,
            statistic="Sum",
            threshold=1,
            description="More logs come than the stream takes; ask for a higher quota.",
        ),
        "archive-late": Alarm(
            namespace="AWS/Firehose",
            metric="DeliveryToS3.DataFreshness",
            dimensions=dimensions,
            threshold=ARCHIVE_DELAY_SECONDS,
            description="Records reach the archive late; check the bucket's policy and key.",
        ),
    }


def domain_alarms(domain: pulumi.Input[str], account_id: pulumi.Input[str], volume_gib: int) -> dict[str, Alarm]:
    """Return the alarms of the search *domain* with *volume_gib* of storage a node, by short name."""
    dimensions = {"DomainName": domain, "ClientId": account_id}
    signs = {
        "red": ("ClusterStatus.red", "An index has lost its primary shard; documents cannot be found."),
        "writes-blocked": ("ClusterIndexWritesBlocked", "The domain refuses documents, for want of storage or memory."),
        "snapshot-failed": ("AutomatedSnapshotFailure", "The daily snapshot failed, often because of a red index."),
        "key-error": ("KMSKeyError", "The domain's key is disabled; enable it before the domain is lost."),
        "key-inaccessible": ("KMSKeyInaccessible", "The domain's key is gone or refused; the domain cannot recover."),
    }
    alarms = {
        key: Alarm(
            namespace="AWS/ES",
            metric=metric,
            dimensions=dimensions,
            threshold=1,
            evaluation_periods=1,
            description=meaning,
        )
        for key, (metric, meaning) in signs.items()
    }
    alarms["storage"] = Alarm(
        namespace="AWS/ES",
        metric="FreeStorageSpace",
        dimensions=dimensions,
        statistic="Minimum",
        comparison="LessThanOrEqualToThreshold",
        threshold=int(volume_gib * 1024 * FREE_STORAGE_SHARE),
        evaluation_periods=1,
        description="A node has less than a quarter of its storage left (in MiB); delete old indices or grow it.",
    )
    alarms["memory"] = Alarm(
        namespace="AWS/ES",
        metric="JVMMemoryPressure",
        dimensions=dimensions,
        threshold=95,
        description="The domain is short of memory and may stop; use larger nodes.",
    )
    return alarms
