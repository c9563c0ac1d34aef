"""A bucket behind a distribution answers to the distribution alone.

An origin without customOriginConfig and without vpcOriginConfig is a bucket (Amazon CloudFront API, "Origin").
"""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value


def _check(props: Props) -> str | None:

    def fault(label: str, origin: Props) -> str | None:
        if value(origin, "customOriginConfig") is not None or value(origin, "vpcOriginConfig") is not None:
            return None
        if not value(origin, "originAccessControlId"):
            return f"{label} is a bucket that anyone must be able to read"
        return None

    return fault_in(numbered(items(props, "origins"), "origins"), fault)


RULE = Rule(
    name="cloudfront_distribution_signs_requests_to_buckets",
    title="CloudFront signs its requests to buckets.",
    resource_types=frozenset({"aws:cloudfront/distribution:Distribution"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.PUBLIC_ACCESS}),
    remediation="Set originAccessControlId on the origin.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-13",
    sources=("SecurityHub CloudFront.13",),
)
