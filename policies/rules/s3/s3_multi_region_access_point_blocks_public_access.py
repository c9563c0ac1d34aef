"""A multi-region access point blocks public access, as it does unless told otherwise; it can't be changed later."""

from policies.lists import those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

SWITCHES = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


def _check(props: Props) -> str | None:
    off = those(SWITCHES, lambda switch: value(props, f"details.publicAccessBlock.{switch}") is False)
    return f"{', '.join(off)} turned off" if off else None


RULE = Rule(
    name="s3_multi_region_access_point_blocks_public_access",
    title="S3 multi-region access points block all public access.",
    resource_types=frozenset({"aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Remove details.publicAccessBlock or set all of its switches to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-24",
    sources=("SecurityHub S3.24",),
)
