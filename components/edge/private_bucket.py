"""A closed bucket of the edge: encrypted under a customer key, versioned, owned by its owner, old versions cleared.

Whoever may read it says so in the one bucket policy, together with `only_over_tls`.
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.context import Context
from components._shared.iam import Statement
from settings import DataClass, Region

ACCOUNT_SUFFIX_LENGTH = 13
"""A hyphen and the account's id, which make a name unique among all buckets of AWS."""

SERVER_ACCESS_PREFIX = "s3/"
"""Where S3's own logs go in the bucket that takes them, each bucket's under a prefix of its own."""

INCOMPLETE_UPLOAD_DAYS = 7
"""Days after which the parts of an upload that was never completed are removed."""


@dataclass(frozen=True, kw_only=True)
class PrivateBucketArgs:
    """What a closed bucket needs."""

    context: Context
    """Facts of the deployment."""
    region: Region
    """Region it stands in."""
    role: str
    """What the bucket is for, in its name: `site`."""
    data_class: DataClass
    """Class of what it holds."""
    kms_key_arn: pulumi.Input[str]
    """Key of its objects, in the region."""
    noncurrent_retention_days: int
    """Days that an overwritten or deleted object can still be brought back."""
    access_log_bucket: pulumi.Input[str] | None = None
    """Bucket of the region that takes server access logs."""


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
        self._close(bucket)
        self._encrypt(bucket)
        self._keep(bucket)
        self._log_access(bucket)
        self.bucket_name = bucket.bucket
        self.bucket_arn = bucket.arn
        self.domain_name = bucket.bucket_regional_domain_name
        self.register_outputs(
            {"bucket_name": self.bucket_name, "bucket_arn": self.bucket_arn, "domain_name": self.domain_name}
        )

    def _create_bucket(self) -> aws.s3.Bucket:
        args = self._args
        stem = args.context.physical_name(f"{args.role}-{args.region.name}", max_length=63 - ACCOUNT_SUFFIX_LENGTH)
        return aws.s3.Bucket(
            f"{self._name}-bucket",
            bucket=pulumi.Output.concat(stem, "-", args.context.account_id),
            region=args.region.name,
            force_destroy=not args.context.protect,
            tags=args.context.tagged(f"{self._name}-bucket", args.data_class),
            opts=args.context.stateful(self),
        )

    def _close(self, bucket: aws.s3.Bucket) -> None:
        aws.s3.BucketPublicAccessBlock(
            f"{self._name}-public-access",
            region=self._args.region.name,
            bucket=bucket.bucket,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=self._child,
        )
        aws.s3.BucketOwnershipControls(
            f"{self._name}-ownership",
            region=self._args.region.name,
            bucket=bucket.bucket,
            rule=aws.s3.BucketOwnershipControlsRuleArgs(object_ownership="BucketOwnerEnforced"),
            opts=self._child,
        )

    def _encrypt(self, bucket: aws.s3.Bucket) -> None:
        default = aws.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs(
            sse_algorithm="aws:kms", kms_master_key_id=self._args.kms_key_arn
        )
        aws.s3.BucketServerSideEncryptionConfiguration(
            f"{self._name}-encryption",
            region=self._args.region.name,
            bucket=bucket.bucket,
            rules=[
                aws.s3.BucketServerSideEncryptionConfigurationRuleArgs(
                    apply_server_side_encryption_by_default=default, bucket_key_enabled=True
                )
            ],
            opts=self._child,
        )

    def _keep(self, bucket: aws.s3.Bucket) -> None:
        region = self._args.region.name
        versioning = aws.s3.BucketVersioning(
            f"{self._name}-versioning",
            region=region,
            bucket=bucket.bucket,
            versioning_configuration=aws.s3.BucketVersioningVersioningConfigurationArgs(status="Enabled"),
            opts=self._child,
        )
        noncurrent = aws.s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(
            noncurrent_days=self._args.noncurrent_retention_days
        )
        incomplete = aws.s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
            days_after_initiation=INCOMPLETE_UPLOAD_DAYS
        )
        aws.s3.BucketLifecycleConfiguration(
            f"{self._name}-lifecycle",
            region=region,
            bucket=bucket.bucket,
            rules=[
                aws.s3.BucketLifecycleConfigurationRuleArgs(
                    id="clear",
                    status="Enabled",
                    filter=aws.s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=""),
                    noncurrent_version_expiration=noncurrent,
                    abort_incomplete_multipart_upload=incomplete,
                )
            ],
            opts=pulumi.ResourceOptions(parent=self, depends_on=[versioning]),
        )

    def _log_access(self, bucket: aws.s3.Bucket) -> None:
        if self._args.access_log_bucket is None:
            return
        aws.s3.BucketLogging(
            f"{self._name}-logging",
            region=self._args.region.name,
            bucket=bucket.bucket,
            target_bucket=self._args.access_log_bucket,
            target_prefix=f"{SERVER_ACCESS_PREFIX}{self._args.role}/",
            opts=self._child,
        )


def only_over_tls(bucket_arn: pulumi.Input[str]) -> Statement:
    """Return the statement that refuses plain HTTP."""
    return Statement(
        sid="OnlyOverTls",
        effect="Deny",
        actions=["s3:*"],
        principals={"AWS": ["*"]},
        resources=[bucket_arn, pulumi.Output.concat(bucket_arn, "/*")],
        conditions={"Bool": {"aws:SecureTransport": "false"}},
    )
