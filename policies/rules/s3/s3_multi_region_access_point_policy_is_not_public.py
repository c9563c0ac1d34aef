"""The policy of a multi-region access point lets nobody in who is not named, or held to known places by a condition."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    return fault(value(props, "details.policy"), public("s3"), "details.policy")


RULE = Rule(
    name="s3_multi_region_access_point_policy_is_not_public",
    title="S3 multi-region access points allow nothing to everyone.",
    resource_types=frozenset({"aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Name the principals, or add a condition on aws:PrincipalOrgID.",
    link="https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointPermissions.html",
)
