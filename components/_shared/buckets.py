"""What guards every bucket: closed to the public, owned by the account, encrypted, versioned, unfinished uploads ended.

Amazon S3 User Guide, "Security best practices for Amazon S3"; AWS FSBP S3.2, S3.5, S3.12, S3.13, S3.14.
"""

import pulumi
import pulumi_aws as aws

from components._shared.context import Context
from components._shared.iam import Statement

ACCOUNT_SUFFIX_LENGTH = 13
"""A hyphen and the account's id, which make a name unique among all buckets of AWS."""
UNFINISHED_UPLOAD_DAYS = 7
"""Days after which the parts of an upload that never ended are dropped."""


def revocation_bucket_name(context: Context, region_name: str) -> pulumi.Output[str]:
    """Return the name of the bucket of revocation lists in *region_name*, which its key's policy names too."""
    return pulumi.Output.from_input(context.account_id).apply(
        lambda account: context.physical_name(f"crl-{region_name}-{account}")
    )


def guard(
    name: str,
    bucket: aws.s3.Bucket,
    *,
    region: str,
    kms_key_arn: pulumi.Input[str] | None,
    opts: pulumi.ResourceOptions,
) -> aws.s3.BucketVersioning:
    """Close, own, encrypt and version *bucket*; without a key of ours, S3's own encrypts.

    Returns the versioning, which what clears old versions depends on.
    """
    aws.s3.BucketPublicAccessBlock(
        f"{name}-public-access",
        region=region,
        bucket=bucket.bucket,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=opts,
    )
    aws.s3.BucketOwnershipControls(
        f"{name}-ownership",
        region=region,
        bucket=bucket.bucket,
        rule=aws.s3.BucketOwnershipControlsRuleArgs(object_ownership="BucketOwnerEnforced"),
        opts=opts,
    )
    default = aws.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs(
        sse_algorithm="aws:kms" if kms_key_arn else "AES256", kms_master_key_id=kms_key_arn
    )
    aws.s3.BucketServerSideEncryptionConfiguration(
        f"{name}-encryption",
        region=region,
        bucket=bucket.bucket,
        rules=[
            aws.s3.BucketServerSideEncryptionConfigurationRuleArgs(
                apply_server_side_encryption_by_default=default, bucket_key_enabled=kms_key_arn is not None
            )
        ],
        opts=opts,
    )
    return aws.s3.BucketVersioning(
        f"{name}-versioning",
        region=region,
        bucket=bucket.bucket,
        versioning_configuration=aws.s3.BucketVersioningVersioningConfigurationArgs(status="Enabled"),
        opts=opts,
    )


def guard_and_clear(
    name: str,
    bucket: aws.s3.Bucket,
    *,
    region: str,
    kms_key_arn: pulumi.Input[str],
    noncurrent_days: int,
    opts: pulumi.ResourceOptions,
) -> None:
    """Guard *bucket*, and delete what was overwritten or deleted more than *noncurrent_days* ago."""
    versioning = guard(name, bucket, region=region, kms_key_arn=kms_key_arn, opts=opts)
    noncurrent = aws.s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(noncurrent_days=noncurrent_days)
    incomplete = aws.s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
        days_after_initiation=UNFINISHED_UPLOAD_DAYS
    )
    aws.s3.BucketLifecycleConfiguration(
        f"{name}-lifecycle",
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
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[versioning])),
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
