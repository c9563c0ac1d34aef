"""Website endpoints speak plain HTTP: all that one may do is send visitors on to HTTPS.

Amazon S3 User Guide, "Website endpoints"; sites with HTTPS are CloudFront distributions.
"""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "redirectAllRequestsTo.protocol") != "https":
        return "it serves plain HTTP"
    return None


RULE = Rule(
    name="s3_website_redirects_to_https",
    title="S3 website endpoints do nothing but redirect to HTTPS.",
    resource_types=frozenset(
        {
            "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
            "aws:s3/bucketWebsiteConfigurationV2:BucketWebsiteConfigurationV2",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT, Objective.PUBLIC_ACCESS}),
    remediation="Serve the site by CloudFront, or set redirectAllRequestsTo.protocol to https.",
    link="https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html",
)
