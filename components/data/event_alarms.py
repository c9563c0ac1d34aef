"""When a region's archive of events is late, fails or overflows.

Amazon Data Firehose Developer Guide, "Monitor Amazon Data Firehose with CloudWatch metrics".
"""

import pulumi

from components._shared.alarms import Alarm

BUFFER_SECONDS = 300
"""For how long events are gathered."""
LATE_SECONDS = 3 * BUFFER_SECONDS
"""Half as much again as what is gathered is usual (Developer Guide, "Buffer data for dynamic partitioning")."""


def alarms(stream: pulumi.Input[str]) -> dict[str, Alarm]:
    """Return the alarms of the delivery *stream*, by short name."""
    signs = {
        "late": ("DeliveryToS3.DataFreshness", LATE_SECONDS, "Events reach the archive late: see its error log."),
        "throttled": ("ThrottledRecords", 1, "More events come than the stream takes: ask for a higher quota."),
        "crowded": (
            "PartitionCountExceeded",
            1,
            "Too many event types at once; the rest is under failed/: ask for more.",
        ),
    }
    found = {
        key: Alarm(
            namespace="AWS/Firehose",
            metric=metric,
            dimensions={"DeliveryStreamName": stream},
            threshold=threshold,
            description=meaning,
        )
        for key, (metric, threshold, meaning) in signs.items()
    }
    found["failed"] = Alarm(
        namespace="AWS/Firehose",
        metric="DeliveryToS3.Success",
        dimensions={"DeliveryStreamName": stream},
        statistic="Minimum",
        comparison="LessThanThreshold",
        threshold=1,
        description="Events can't be put into the archive: check the bucket's policy and key, and the stream's role.",
    )
    return found
