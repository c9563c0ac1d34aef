"""An access point takes requests from one network alone (AWS Config, `s3-access-point-in-vpc-only`)."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if not value(props, "vpcConfiguration.vpcId"):
        return "it answers the internet"
    return None


RULE = Rule(
    name="s3_access_point_is_in_vpc",
    title="S3 access points answer one VPC.",
    resource_types=frozenset({"aws:s3/accessPoint:AccessPoint"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.NETWORK_SEGMENTATION}),
    remediation="Set vpcConfiguration.vpcId.",
    link="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-vpc.html",
)
