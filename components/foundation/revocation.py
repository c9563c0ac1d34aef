"""The bucket that a private authority publishes its revocation list in.

Only the authority writes to it and nobody outside the account reads it; clients ask the authority's OCSP responder,
the list is for those that check offline (AWS Private CA User Guide, "Setting up a CRL for AWS Private CA", "Access
policies for CRLs in Amazon S3").
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.context import Context
from components._shared.iam import Statement, document
from settings import DataClass, Region

UNFINISHED_UPLOAD_DAYS = 7
"""Days after which the parts of an upload that never ended are dropped (AWS FSBP S3.13)."""
OLD_LISTS_DAYS = 90
"""Days that superseded lists are kept, for looking back at what was revoked when."""


@dataclass(frozen=True, kw_only=True)
class RevocationBucketArgs:
    """Where the lists go."""

    context: Context
    """The deployment."""
    region: Region
    """The authority's region."""
    key_arn: pulumi.Input[str]
    """KMS key of the bucket."""


class RevocationBucket(pulumi.ComponentResource):
    """A closed, encrypted, versioned bucket that AWS Private CA may write to."""

    bucket_name: pulumi.Output[str]
    """The bucket's name, known once the authority may write to it."""

    def __init__(self, name: str, args: RevocationBucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:RevocationBucket", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        bucket = self._create_bucket()
        self._close(bucket)
        self._encrypt(bucket)
        self._keep_versions(bucket)
        self.bucket_name = self._admit_authority(bucket).bucket
        self.register_outputs({"bucket_name": self.bucket_name})

    def _create_bucket(self) -> aws.s3.Bucket:
        return aws.s3.Bucket(
            f"{self._name}-bucket",
            region=self._args.region.name,
            bucket=pulumi.Output.from_input(self._args.context.account_id).apply(
                lambda account: self._args.context.physical_name(f"crl-{self._args.region.name}-{account}")
            ),
            tags=self._args.context.tagged(f"{self._name}-bucket", DataClass.PUBLIC),
            opts=self._args.context.stateful(self),
        )

    def _close(self, bucket: aws.s3.Bucket) -> None:
        aws.s3.BucketPublicAccessBlock(
            f"{self._name}-public-access-block",
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
        aws.s3.BucketServerSideEncryptionConfiguration(
            f"{self._name}-encryption",
            region=self._args.region.name,
            bucket=bucket.bucket,
            rules=[
                aws.s3.BucketServerSideEncryptionConfigurationRuleArgs(
                    bucket_key_enabled=True,
                    apply_server_side_encryption_by_default=aws.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs(
                        sse_algorithm="aws:kms", kms_master_key_id=self._args.key_arn
                    ),
                )
            ],
            opts=self._child,
        )

    def _keep_versions(self, bucket: aws.s3.Bucket) -> None:
        versioning = aws.s3.BucketVersioning(
            f"{self._name}-versioning",
            region=self._args.region.name,
            bucket=bucket.bucket,
            versioning_configuration=aws.s3.BucketVersioningVersioningConfigurationArgs(status="Enabled"),
            opts=self._child,
        )
        aws.s3.BucketLifecycleConfiguration(
            f"{self._name}-lifecycle",
            region=self._args.region.name,
            bucket=bucket.bucket,
            rules=[
                aws.s3.BucketLifecycleConfigurationRuleArgs(
                    id="old-lists",
                    status="Enabled",
                    filter=aws.s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=""),
                    noncurrent_version_expiration=aws.s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(
                        noncurrent_days=OLD_LISTS_DAYS
                    ),
                    abort_incomplete_multipart_upload=aws.s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
                        days_after_initiation=UNFINISHED_UPLOAD_DAYS
                    ),
                )
            ],
            opts=pulumi.ResourceOptions(parent=self, depends_on=[versioning]),
        )

    def _admit_authority(self, bucket: aws.s3.Bucket) -> aws.s3.BucketPolicy:
        objects = pulumi.Output.concat(bucket.arn, "/*")
        return aws.s3.BucketPolicy(
            f"{self._name}-policy",
            region=self._args.region.name,
            bucket=bucket.bucket,
            policy=document(
                Statement(
                    sid="AuthorityPublishes",
                    actions=["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:PutObject", "s3:PutObjectAcl"],
                    resources=[bucket.arn, objects],
                    principals={"Service": ["acm-pca.amazonaws.com"]},
                    conditions={"StringEquals": {"aws:SourceAccount": self._args.context.account_id}},
                ),
                Statement(
                    sid="TlsOnly",
                    effect="Deny",
                    actions=["s3:*"],
                    resources=[bucket.arn, objects],
                    principals={"AWS": ["*"]},
                    conditions={"Bool": {"aws:SecureTransport": "false"}},
                ),
            ),
            opts=self._child,
        )
