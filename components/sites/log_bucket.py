"""A bucket that logs are delivered into: closed, versioned, encrypted, kept for a time and then gone.

With a retention mode its objects cannot be deleted before their time, by anyone in compliance mode (Amazon S3 User
Guide, "Locking objects with Object Lock"). An upload that says nothing of encryption gets the bucket's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pulumi
import pulumi_aws as aws

from components._shared.ageing import lifecycle_rules
from components._shared.buckets import ACCOUNT_SUFFIX_LENGTH, guard, only_over_tls
from components._shared.context import Context
from components._shared.iam import Statement, document
from components.sites.log_writers import SERVER_ACCESS_PREFIX, LogWriter, writer_statements
from settings import DataClass, Region


@dataclass(frozen=True, kw_only=True)
class LogBucketArgs:
    """What a log bucket needs."""

    context: Context
    """The deployment."""
    region: Region
    """Where the bucket lives."""
    role: str
    """What the bucket is for, in its name: `log-archive`."""
    retention_days: int
    """Days that objects are kept."""
    writers: Sequence[LogWriter]
    """Services that deliver into it."""
    kms_key_arn: pulumi.Input[str] | None = None
    """Customer key of all objects; None leaves the key to S3, for writers that take no other."""
    lock_mode: Literal["GOVERNANCE", "COMPLIANCE"] | None = None
    """How objects are locked for `retention_days`; None leaves them unlocked."""
    access_log_bucket: pulumi.Input[str] | None = None
    """Bucket of the same region for the server access logs."""


class LogBucket(pulumi.ComponentResource):
    """A closed bucket for logs."""

    name: pulumi.Output[str]
    """Bucket name; known once the policy stands, so that no service is told to deliver before it may."""
    arn: pulumi.Output[str]

    def __init__(self, name: str, args: LogBucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:LogBucket", name, {}, opts)
        self._child = pulumi.ResourceOptions(parent=self)
        bucket = self._create_bucket(name, args)
        self._guard(name, args, bucket)
        self._log_access(name, args, bucket)
        self.name = self._create_policy(name, args, bucket).bucket
        self.arn = bucket.arn
        self.register_outputs({"name": self.name, "arn": self.arn})

    def _create_bucket(self, name: str, args: LogBucketArgs) -> aws.s3.Bucket:
        role = f"{args.role}-{args.region.name}"
        return aws.s3.Bucket(
            f"{name}-bucket",
            bucket=pulumi.Output.concat(
                args.context.physical_name(role, max_length=63 - ACCOUNT_SUFFIX_LENGTH), "-", args.context.account_id
            ),
            region=args.region.name,
            object_lock_enabled=args.lock_mode is not None,
            force_destroy=not args.context.protect,
            tags=args.context.tagged(f"{name}-bucket", DataClass.RESTRICTED),
            opts=args.context.stateful(self),
        )

    def _guard(self, name: str, args: LogBucketArgs, bucket: aws.s3.Bucket) -> None:
        versioning = guard(name, bucket, region=args.region.name, kms_key_arn=args.kms_key_arn, opts=self._child)
        versioned = pulumi.ResourceOptions(parent=self, depends_on=[versioning])
        if args.lock_mode:
            retention = aws.s3.BucketObjectLockConfigurationRuleDefaultRetentionArgs(
                mode=args.lock_mode, days=args.retention_days
            )
            aws.s3.BucketObjectLockConfiguration(
                f"{name}-lock",
                region=args.region.name,
                bucket=bucket.bucket,
                rule=aws.s3.BucketObjectLockConfigurationRuleArgs(default_retention=retention),
                opts=versioned,
            )
        aws.s3.BucketLifecycleConfiguration(
            f"{name}-lifecycle",
            region=args.region.name,
            bucket=bucket.bucket,
            rules=lifecycle_rules(args.retention_days),
            opts=versioned,
        )

    def _log_access(self, name: str, args: LogBucketArgs, bucket: aws.s3.Bucket) -> None:
        if args.access_log_bucket is None:
            return
        aws.s3.BucketLogging(
            f"{name}-logging",
            region=args.region.name,
            bucket=bucket.bucket,
            target_bucket=args.access_log_bucket,
            target_prefix=f"{SERVER_ACCESS_PREFIX}{args.role}/",
            opts=self._child,
        )

    def _create_policy(self, name: str, args: LogBucketArgs, bucket: aws.s3.Bucket) -> aws.s3.BucketPolicy:
        refusals = [only_over_tls(bucket.arn)]
        if args.kms_key_arn:
            refusals.append(
                Statement(
                    sid="OnlyUnderCustomerKeys",
                    effect="Deny",
                    actions=["s3:PutObject"],
                    principals={"AWS": ["*"]},
                    resources=[pulumi.Output.concat(bucket.arn, "/*")],
                    conditions={
                        "StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"},
                        "Null": {"s3:x-amz-server-side-encryption": "false"},
                    },
                )
            )
        writers = writer_statements(args.writers, bucket_arn=bucket.arn, account_id=args.context.account_id)
        return aws.s3.BucketPolicy(
            f"{name}-policy",
            region=args.region.name,
            bucket=bucket.bucket,
            policy=document(*refusals, *writers),
            opts=self._child,
        )
