"""A closed bucket of the edge: encrypted under a customer key, versioned, owned by its owner, old versions cleared.

Whoever may read it says so in the one bucket policy, together with `buckets.only_over_tls`.
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.buckets import ACCOUNT_SUFFIX_LENGTH, guard_and_clear
from components._shared.site import ActiveSite
from settings import DataClass

SERVER_ACCESS_PREFIX = "s3/"
"""Where S3's own logs go in the bucket that takes them, each bucket's under a prefix of its own."""


@dataclass(frozen=True, kw_only=True)
class PrivateBucketArgs:
    """What a closed bucket needs."""

    site: ActiveSite
    """Region it stands in."""
    role: str
    """What the bucket is for, in its name: `site`."""
    data_class: DataClass
    """Class of what it holds, which chooses its key."""
    noncurrent_retention_days: int
    """Days that an overwritten or deleted object can still be brought back."""


class PrivateBucket(pulumi.ComponentResource):
    """A bucket that nobody reaches from outside the account unless its policy says so."""

    bucket_name: pulumi.Output[str]
    bucket_arn: pulumi.Output[str]
    domain_name: pulumi.Output[str]
    """Regional domain name, under which CloudFront reaches the bucket."""

    def __init__(self, name: str, args: PrivateBucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:PrivateBucket", name, {}, opts)
        self._name = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        bucket = self._create_bucket()
        self._guard(bucket)
        self._log_access(bucket)
        self.bucket_name = bucket.bucket
        self.bucket_arn = bucket.arn
        self.domain_name = bucket.bucket_regional_domain_name
        self.register_outputs(
            {"bucket_name": self.bucket_name, "bucket_arn": self.bucket_arn, "domain_name": self.domain_name}
        )

    def _create_bucket(self) -> aws.s3.Bucket:
        args = self._args
        stem = args.site.context.physical_name(f"{args.role}-{args.site.name}", max_length=63 - ACCOUNT_SUFFIX_LENGTH)
        return aws.s3.Bucket(
            f"{self._name}-bucket",
            bucket=pulumi.Output.concat(stem, "-", args.site.context.account_id),
            region=args.site.name,
            force_destroy=not args.site.context.protect,
            tags=args.site.context.tagged(f"{self._name}-bucket", args.data_class),
            opts=args.site.context.stateful(self),
        )

    def _guard(self, bucket: aws.s3.Bucket) -> None:
        guard_and_clear(
            self._name,
            bucket,
            region=self._args.site.name,
            kms_key_arn=self._args.site.key_arns[self._args.data_class],
            noncurrent_days=self._args.noncurrent_retention_days,
            opts=self._child,
        )

    def _log_access(self, bucket: aws.s3.Bucket) -> None:
        aws.s3.BucketLogging(
            f"{self._name}-logging",
            region=self._args.site.name,
            bucket=bucket.bucket,
            target_bucket=self._args.site.archive.deliveries_bucket_name,
            target_prefix=f"{SERVER_ACCESS_PREFIX}{self._args.role}/",
            opts=self._child,
        )
