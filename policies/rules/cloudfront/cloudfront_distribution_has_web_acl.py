"""A web application firewall stands before a distribution."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if not props.get("webAclId"):
        return "no web ACL stands before it"
    return None


RULE = Rule(
    name="cloudfront_distribution_has_web_acl",
    title="CloudFront distributions have a web ACL.",
    resource_types=frozenset(
        {
            "aws:cloudfront/distribution:Distribution",
            "aws:cloudfront/multitenantDistribution:MultitenantDistribution",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.WEB_PROTECTION}),
    remediation="Set webAclId to a web ACL of scope CLOUDFRONT.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-6",
    sources=("SecurityHub CloudFront.6",),
)
