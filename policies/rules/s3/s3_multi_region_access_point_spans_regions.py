"""A multi-region access point has buckets in two regions or more; with one it fails with that region."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items

FEWEST = 2


def _check(props: Props) -> str | None:
    if len(items(props, "details.regions")) < FEWEST:
        return "all requests go to one region"
    return None


RULE = Rule(
    name="s3_multi_region_access_point_spans_regions",
    title="S3 multi-region access points span regions.",
    resource_types=frozenset({"aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="List the buckets of two regions or more in details.regions.",
    link="https://docs.aws.amazon.com/AmazonS3/latest/userguide/CreatingMultiRegionAccessPoints.html",
)
