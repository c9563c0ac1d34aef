"""No tenant is without the web application firewall that stands before the others."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "customizations.webAcl.action") == "disable":
        return "its requests pass no web ACL"
    return None


RULE = Rule(
    name="cloudfront_tenant_keeps_the_web_acl",
    title="CloudFront tenants keep the web ACL.",
    resource_types=frozenset({"aws:cloudfront/distributionTenant:DistributionTenant"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.TENANT_ISOLATION, Objective.WEB_PROTECTION}),
    remediation="Remove customizations.webAcl, or set its action to override and its arn.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-6",
    sources=("SecurityHub CloudFront.6",),
)
