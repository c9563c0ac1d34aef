"""The bucket that a private authority publishes its revocation list in.

Only the authority writes to it and nobody outside the account reads it; clients ask the authority's OCSP responder,
the list is for those that check offline (AWS Private CA User Guide, "Setting up a CRL for AWS Private CA", "Access
policies for CRLs in Amazon S3").
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.buckets import guard_and_clear, only_over_tls, revocation_bucket_name
from components._shared.iam import Statement, document
from components._shared.site import Site
from settings import DataClass

OLD_LISTS_DAYS = 90
"""Days that superseded lists are kept, for looking back at what was revoked when."""


@dataclass(frozen=True, kw_only=True)
class RevocationBucketArgs:
    """Where the lists go."""

    site: Site
    """Region it stands in."""


class RevocationBucket(pulumi.ComponentResource):
    """A closed, encrypted, versioned bucket that AWS Private CA may write to."""

    bucket_name: pulumi.Output[str]
    """The bucket's name, known once the authority may write to it."""

    def __init__(self, name: str, args: RevocationBucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:RevocationBucket", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        bucket = self._create_bucket()
        self._guard(bucket)
        self.bucket_name = self._admit_authority(bucket).bucket
        self.register_outputs({"bucket_name": self.bucket_name})

    def _create_bucket(self) -> aws.s3.Bucket:
        return aws.s3.Bucket(
            f"{self._name}-bucket",
            region=self._args.site.name,
            bucket=revocation_bucket_name(self._args.site.context, self._args.site.name),
            tags=self._args.site.context.tagged(f"{self._name}-bucket", DataClass.PUBLIC),
            opts=self._args.site.context.stateful(self),
        )

    def _guard(self, bucket: aws.s3.Bucket) -> None:
        guard_and_clear(
            self._name,
            bucket,
            region=self._args.site.name,
            kms_key_arn=self._args.site.key_arns[DataClass.INTERNAL],
            noncurrent_days=OLD_LISTS_DAYS,
            opts=self._child,
        )

    def _admit_authority(self, bucket: aws.s3.Bucket) -> aws.s3.BucketPolicy:
        objects = pulumi.Output.concat(bucket.arn, "/*")
        return aws.s3.BucketPolicy(
            f"{self._name}-policy",
            region=self._args.site.name,
            bucket=bucket.bucket,
            policy=document(
                Statement(
                    sid="AuthorityPublishes",
                    actions=["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:PutObject", "s3:PutObjectAcl"],
                    resources=[bucket.arn, objects],
                    principals={"Service": ["acm-pca.amazonaws.com"]},
                    conditions={"StringEquals": {"aws:SourceAccount": self._args.site.context.account_id}},
                ),
                only_over_tls(bucket.arn),
            ),
            opts=self._child,
        )
