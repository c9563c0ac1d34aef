"""The bucket that a region's events are archived in: closed, encrypted, locked for as long as events are kept.

In governance mode, which an administrator may lift, or where the deployment is protected in compliance mode, which
nobody can (Amazon S3 User Guide, "Locking objects with Object Lock"). What people are to be forgotten by is sealed in
what is archived, so that a lock keeps nobody from forgetting (`functions/event_store/sealing.py`).
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.ageing import lifecycle_rules
from components._shared.buckets import ACCOUNT_SUFFIX_LENGTH, guard, only_over_tls
from components._shared.iam import document
from components._shared.site import ActiveSite
from settings import DataClass

ROLE = "event-archive"
SERVER_ACCESS_PREFIX = "s3/"
"""Where S3's own logs go in the bucket that takes them, each bucket's under a prefix of its own."""


@dataclass(frozen=True, kw_only=True)
class EventBucketArgs:
    """What the bucket needs."""

    site: ActiveSite
    """Region it stands in."""
    data_class: DataClass
    """Class of what the events hold."""
    retention_days: int
    """Days that what is archived is locked; then it goes."""


class EventBucket(pulumi.ComponentResource):
    """A locked bucket."""

    name: pulumi.Output[str]
    arn: pulumi.Output[str]
    """Known once the bucket refuses what it is to refuse."""

    def __init__(self, name: str, args: EventBucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:EventBucket", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        bucket = self._create_bucket()
        self._keep(bucket)
        self._log_access(bucket)
        policy = aws.s3.BucketPolicy(
            f"{name}-policy",
            region=args.site.name,
            bucket=bucket.bucket,
            policy=document(only_over_tls(bucket.arn)),
            opts=self._child,
        )
        self.name = bucket.bucket
        self.arn = pulumi.Output.all(bucket.arn, policy.id).apply(lambda known: str(known[0]))
        self.register_outputs({"name": self.name, "arn": self.arn})

    def _create_bucket(self) -> aws.s3.Bucket:
        site = self._args.site
        stem = site.context.physical_name(f"{ROLE}-{site.name}", max_length=63 - ACCOUNT_SUFFIX_LENGTH)
        return aws.s3.Bucket(
            f"{self._name}-bucket",
            bucket=pulumi.Output.concat(stem, "-", site.context.account_id),
            region=site.name,
            object_lock_enabled=True,
            force_destroy=not site.context.protect,
            tags=site.context.tagged(f"{self._name}-bucket", self._args.data_class),
            opts=site.context.stateful(self),
        )

    def _keep(self, bucket: aws.s3.Bucket) -> None:
        args = self._args
        versioning = guard(
            self._name,
            bucket,
            region=args.site.name,
            kms_key_arn=args.site.key_arns[args.data_class],
            opts=self._child,
        )
        versioned = pulumi.ResourceOptions(parent=self, depends_on=[versioning])
        retention = aws.s3.BucketObjectLockConfigurationRuleDefaultRetentionArgs(
            mode="COMPLIANCE" if args.site.context.protect else "GOVERNANCE", days=args.retention_days
        )
        aws.s3.BucketObjectLockConfiguration(
            f"{self._name}-lock",
            region=args.site.name,
            bucket=bucket.bucket,
            rule=aws.s3.BucketObjectLockConfigurationRuleArgs(default_retention=retention),
            opts=versioned,
        )
        aws.s3.BucketLifecycleConfiguration(
            f"{self._name}-lifecycle",
            region=args.site.name,
            bucket=bucket.bucket,
            rules=lifecycle_rules(args.retention_days),
            opts=versioned,
        )

    def _log_access(self, bucket: aws.s3.Bucket) -> None:
        site = self._args.site
        aws.s3.BucketLogging(
            f"{self._name}-logging",
            region=site.name,
            bucket=bucket.bucket,
            target_bucket=site.archive.deliveries_bucket_name,
            target_prefix=f"{SERVER_ACCESS_PREFIX}{ROLE}/",
            opts=self._child,
        )
