"""The log archive of one region: where audit and access logs rest, and cannot be changed or removed before their time.

Two buckets. The archive is locked: in governance mode, which an administrator may lift, or where the deployment is
protected in compliance mode, which nobody can, the account's root included (SEC 17a-4 style write-once storage;
PCI DSS v4.0 10.3, ISO/IEC 27001:2022 A.8.15). The deliveries bucket takes what AWS cannot write into a locked bucket
under a customer key: AWS Config's history, which Config encrypts under a key given to it, and the access logs of S3
and of load balancers, which can only be encrypted under S3's own.
"""

from dataclasses import dataclass

import pulumi

from components._shared.context import Context
from components.sites.log_bucket import LogBucket, LogBucketArgs
from components.sites.log_writers import ARCHIVE_WRITERS, DELIVERY_WRITERS
from settings import Region


@dataclass(frozen=True, kw_only=True)
class LogArchiveArgs:
    """What the archive needs."""

    context: Context
    """The deployment."""
    region: Region
    """Where the logs rest. One archive a region keeps logs in their jurisdiction."""
    kms_key_arn: pulumi.Input[str]
    """Key of the archive; its policy lets CloudTrail and `delivery.logs.amazonaws.com` generate data keys."""
    retention_days: int
    """Days that logs are kept and locked: the retention of the most sensitive data they tell of."""


class LogArchive(pulumi.ComponentResource):
    """One region's log buckets."""

    bucket_name: pulumi.Output[str]
    """The locked archive."""
    bucket_arn: pulumi.Output[str]
    deliveries_bucket_name: pulumi.Output[str]
    """The unlocked bucket for AWS Config, server access logs and load balancer logs."""
    deliveries_bucket_arn: pulumi.Output[str]

    def __init__(self, name: str, args: LogArchiveArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:LogArchive", name, {}, opts)
        deliveries = self._create_deliveries(name, args)
        archive = self._create_archive(name, args, deliveries)
        self.bucket_name, self.bucket_arn = archive.name, archive.arn
        self.deliveries_bucket_name, self.deliveries_bucket_arn = deliveries.name, deliveries.arn
        self.register_outputs(
            {
                "bucket_name": self.bucket_name,
                "bucket_arn": self.bucket_arn,
                "deliveries_bucket_name": self.deliveries_bucket_name,
                "deliveries_bucket_arn": self.deliveries_bucket_arn,
            }
        )

    def _create_deliveries(self, name: str, args: LogArchiveArgs) -> LogBucket:
        return LogBucket(
            f"{name}-deliveries",
            LogBucketArgs(
                context=args.context,
                region=args.region,
                role="log-deliveries",
                retention_days=args.retention_days,
                writers=DELIVERY_WRITERS,
            ),
            pulumi.ResourceOptions(parent=self),
        )

    def _create_archive(self, name: str, args: LogArchiveArgs, deliveries: LogBucket) -> LogBucket:
        return LogBucket(
            f"{name}-archive",
            LogBucketArgs(
                context=args.context,
                region=args.region,
                role="log-archive",
                retention_days=args.retention_days,
                writers=ARCHIVE_WRITERS,
                kms_key_arn=args.kms_key_arn,
                lock_mode="COMPLIANCE" if args.context.protect else "GOVERNANCE",
                access_log_bucket=deliveries.name,
            ),
            pulumi.ResourceOptions(parent=self),
        )
