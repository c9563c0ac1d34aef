"""Every bucket says that it owns its objects, so that no access control list opens any.

Buckets made since April 2023 begin so (Amazon S3 User Guide, "Controlling ownership of objects"); what is declared is
put back when somebody changes it. What the controls say is for the rule on them.
"""

from policies.objectives import Objective
from policies.rules.stack._counterparts import each_has

RULE = each_has(
    "stack_buckets_own_their_objects",
    "Buckets say who owns their objects.",
    guarded=frozenset({"aws:s3/bucket:Bucket"}),
    by=("aws:s3/bucketOwnershipControls:BucketOwnershipControls",),
    prop="bucket",
    fault="nothing keeps access control lists from opening its objects",
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.LEAST_PRIVILEGE}),
    remediation="Declare BucketOwnershipControls with objectOwnership BucketOwnerEnforced.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-12",
    sources=("SecurityHub S3.12",),
)
