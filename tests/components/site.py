"""A region as the rooms' components find it, made of ARNs that stand for what the room of sites declares."""

from collections.abc import Iterable

from components._shared.context import Context
from components._shared.site import ActiveSite, Archive
from settings import DataClass, Region

ACCOUNT = "123456789012"
LOG_DAYS = 365


def key(region: Region, data_class: DataClass) -> str:
    """Return the ARN that stands for the region's key of *data_class*."""
    return f"arn:aws:kms:{region.name}:{ACCOUNT}:key/mrk-{data_class.value}"


def topic(region: Region) -> str:
    """Return the ARN that stands for the region's alarm topic."""
    return f"arn:aws:sns:{region.name}:{ACCOUNT}:alarms"


def archive_of(region: Region) -> Archive:
    """Return the buckets that stand for the region's log archive."""
    kept, delivered = f"log-archive-{region.name}", f"log-deliveries-{region.name}"
    return Archive(
        bucket_name=kept,
        bucket_arn=f"arn:aws:s3:::{kept}",
        deliveries_bucket_name=delivered,
        deliveries_bucket_arn=f"arn:aws:s3:::{delivered}",
    )


def active_site(
    region: Region, context: Context, peers: Iterable[Region] = (), archive: Archive | None = None
) -> ActiveSite:
    """Return *region* with *archive*, or one that stands for it; of *peers*, itself is none."""
    return ActiveSite(
        context=context,
        region=region,
        key_arns={data_class: key(region, data_class) for data_class in DataClass},
        alarm_topic_arn=topic(region),
        log_retention_days=LOG_DAYS,
        archive=archive or archive_of(region),
        peers=[other for other in peers if other != region],
    )
