"""Every behaviour of a distribution of several tenants refuses plain HTTP or sends it to HTTPS."""

from policies.lists import labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, named, numbered, together, value

SECURE = frozenset({"https-only", "redirect-to-https"})


def _check(props: Props) -> str | None:
    default = named(props, "defaultCacheBehavior")
    behaviors = together(default, numbered(items(props, "cacheBehaviors"), "cacheBehaviors"))
    plain = labels(behaviors, lambda behavior: value(behavior, "viewerProtocolPolicy") not in SECURE)
    return f"{', '.join(plain)} answers over plain HTTP" if plain else None


RULE = Rule(
    name="cloudfront_tenant_distribution_requires_https",
    title="CloudFront distributions of tenants require HTTPS.",
    resource_types=frozenset({"aws:cloudfront/multitenantDistribution:MultitenantDistribution"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set viewerProtocolPolicy to redirect-to-https or https-only.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-3",
    sources=("SecurityHub CloudFront.3",),
)
