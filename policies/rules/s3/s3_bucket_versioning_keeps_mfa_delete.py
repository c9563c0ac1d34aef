"""Where deleting versions asks for a second factor, it goes on doing so.

Only the root user can turn it on, by hand (Amazon S3 User Guide, "Configuring MFA delete"): where the program does not
speak of it, there is nothing to judge.
"""

from policies.model import Level, NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    mfa_delete = value(props, "versioningConfiguration.mfaDelete")
    if mfa_delete is None:
        raise NotApplicable("the root user sets it, outside of the program")
    return None if mfa_delete == "Enabled" else "MFA delete is turned off"


RULE = Rule(
    name="s3_bucket_versioning_keeps_mfa_delete",
    title="S3 versions are deleted with a second factor only.",
    resource_types=frozenset(
        {"aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2"}
    ),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.DELETION_PROTECTION, Objective.MULTI_FACTOR}),
    remediation="Set versioningConfiguration.mfaDelete to Enabled, or remove it.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-20",
    sources=("SecurityHub S3.20", "CIS AWS 5.0.0 2.1.2"),
)
