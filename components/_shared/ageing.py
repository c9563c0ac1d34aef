"""How locked records age, logs among them: cheaper storage as far as the retention allows, and then gone."""

from dataclasses import dataclass
from typing import Literal

from pulumi_aws import s3

INCOMPLETE_UPLOAD_DAYS = 7
"""Days after which the parts of an upload that was never completed are removed."""


@dataclass(frozen=True, kw_only=True)
class Tier:
    """A cheaper storage class for older objects."""

    storage_class: Literal["GLACIER_IR", "DEEP_ARCHIVE"]
    after_days: int
    """Age at which objects move."""
    minimum_days: int
    """Days that S3 bills at least (Amazon S3 User Guide, "Understanding and managing Amazon S3 storage classes")."""


TIERS = (
    Tier(storage_class="GLACIER_IR", after_days=90, minimum_days=90),
    Tier(storage_class="DEEP_ARCHIVE", after_days=400, minimum_days=180),
)
"""A year is read within milliseconds, what is older within twelve hours. PCI DSS v4.0 requirement 10.5.1 asks for
twelve months kept and the last three immediately at hand."""


def tiers_within(retention_days: int) -> list[Tier]:
    """Return the tiers that objects kept for *retention_days* stay in for as long as the tier is billed."""
    return [tier for tier in TIERS if tier.after_days + tier.minimum_days <= retention_days]


def readable_days(retention_days: int) -> int:
    """Return for how many days an object that is kept for *retention_days* can be read without restoring it."""
    slow = [tier.after_days for tier in tiers_within(retention_days) if tier.storage_class == "DEEP_ARCHIVE"]
    return min([retention_days, *slow])


def lifecycle_rules(retention_days: int) -> list[s3.BucketLifecycleConfigurationRuleArgs]:
    """Return the rules of a versioned bucket that keeps each object for *retention_days*."""
    return [
        s3.BucketLifecycleConfigurationRuleArgs(
            id="age",
            status="Enabled",
            filter=s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=""),
            transitions=[
                s3.BucketLifecycleConfigurationRuleTransitionArgs(
                    days=tier.after_days, storage_class=tier.storage_class
                )
                for tier in tiers_within(retention_days)
            ],
            expiration=s3.BucketLifecycleConfigurationRuleExpirationArgs(days=retention_days),
            noncurrent_version_expiration=s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(
                noncurrent_days=1
            ),
            abort_incomplete_multipart_upload=s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
                days_after_initiation=INCOMPLETE_UPLOAD_DAYS
            ),
        ),
        s3.BucketLifecycleConfigurationRuleArgs(
            id="delete-markers",
            status="Enabled",
            filter=s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=""),
            expiration=s3.BucketLifecycleConfigurationRuleExpirationArgs(expired_object_delete_marker=True),
        ),
    ]
