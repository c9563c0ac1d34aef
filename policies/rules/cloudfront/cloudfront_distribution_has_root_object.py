"""Who asks for the root gets a page, not a list of the bucket."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if not props.get("defaultRootObject"):
        return "it has no default root object"
    return None


RULE = Rule(
    name="cloudfront_distribution_has_root_object",
    title="CloudFront distributions have a default root object.",
    resource_types=frozenset(
        {"aws:cloudfront/distribution:Distribution", "aws:cloudfront/multitenantDistribution:MultitenantDistribution"}
    ),
    check=_check,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.SECURE_CONFIGURATION}),
    remediation="Set defaultRootObject.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-1",
    sources=("SecurityHub CloudFront.1",),
)
