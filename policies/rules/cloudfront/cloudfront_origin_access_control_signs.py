"""A distribution signs what it asks of its origins."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("signingBehavior") == "never":
        return "it signs nothing"
    return None


RULE = Rule(
    name="cloudfront_origin_access_control_signs",
    title="CloudFront origin access controls sign requests.",
    resource_types=frozenset({"aws:cloudfront/originAccessControl:OriginAccessControl"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUTHENTICATION}),
    remediation="Set signingBehavior to always.",
    link="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html",
)
