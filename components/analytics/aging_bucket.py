"""A bucket whose content goes after some days: closed, under the customer's key, with no copy of it.

Answers to questions are kept in one for a week, the lake's tables in one a zone.
"""

from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.buckets import ACCOUNT_SUFFIX_LENGTH, UNFINISHED_UPLOAD_DAYS, guard, only_over_tls
from components._shared.iam import document
from components._shared.site import ActiveSite
from settings import DataClass

SERVER_ACCESS_PREFIX: Final = "s3/"
"""Where S3's own logs go in the bucket that takes them, each bucket's under a prefix of its own."""


@dataclass(frozen=True, kw_only=True)
class AgingBucketArgs:
    """What the bucket needs."""

    site: ActiveSite
    role: str
    """What it is called by, at most 20 characters."""
    data_class: DataClass
    """Class of what it may hold."""
    kept_days: int
    """After which what lies in it goes."""


class AgingBucket(pulumi.ComponentResource):
    """A bucket."""

    name: pulumi.Output[str]
    """Known once the bucket refuses what it is to refuse."""
    arn: pulumi.Output[str]

    def __init__(self, name: str, args: AgingBucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        renamed = pulumi.ResourceOptions(aliases=[pulumi.Alias(type_="groot:index:Results")])
        super().__init__("groot:index:AgingBucket", name, {}, pulumi.ResourceOptions.merge(opts, renamed))
        child = pulumi.ResourceOptions(parent=self)
        site = args.site
        stem = site.context.physical_name(f"{args.role}-{site.name}", max_length=63 - ACCOUNT_SUFFIX_LENGTH)
        bucket = aws.s3.Bucket(
            f"{name}-bucket",
            bucket=pulumi.Output.concat(stem, "-", site.context.account_id),
            region=site.name,
            force_destroy=not site.context.protect,
            tags=site.context.tagged(f"{name}-bucket", args.data_class),
            opts=site.context.stateful(self),
        )
        self._clear(name, args, bucket, child)
        aws.s3.BucketLogging(
            f"{name}-logging",
            region=site.name,
            bucket=bucket.bucket,
            target_bucket=site.archive.deliveries_bucket_name,
            target_prefix=f"{SERVER_ACCESS_PREFIX}{args.role}/",
            opts=child,
        )
        policy = aws.s3.BucketPolicy(
            f"{name}-policy",
            region=site.name,
            bucket=bucket.bucket,
            policy=document(only_over_tls(bucket.arn)),
            opts=child,
        )
        self.name, self.arn = policy.bucket, bucket.arn
        self.register_outputs({"name": self.name, "arn": self.arn})

    def _clear(self, name: str, args: AgingBucketArgs, bucket: aws.s3.Bucket, child: pulumi.ResourceOptions) -> None:
        versioning = guard(
            name, bucket, region=args.site.name, kms_key_arn=args.site.key_arns[args.data_class], opts=child
        )
        aws.s3.BucketLifecycleConfiguration(
            f"{name}-lifecycle",
            region=args.site.name,
            bucket=bucket.bucket,
            rules=[
                aws.s3.BucketLifecycleConfigurationRuleArgs(
                    id="clear",
                    status="Enabled",
                    filter=aws.s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=""),
                    expiration=aws.s3.BucketLifecycleConfigurationRuleExpirationArgs(days=args.kept_days),
                    noncurrent_version_expiration=aws.s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(
                        noncurrent_days=1
                    ),
                    abort_incomplete_multipart_upload=aws.s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
                        days_after_initiation=UNFINISHED_UPLOAD_DAYS
                    ),
                )
            ],
            opts=pulumi.ResourceOptions.merge(child, pulumi.ResourceOptions(depends_on=[versioning])),
        )
