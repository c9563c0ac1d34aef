"""A Lambda function behind a distribution answers to the distribution alone."""

import re

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value

_FUNCTION_URL = re.compile(r"[a-z0-9]+\.lambda-url\.[a-z0-9-]+\.on\.aws")


def _check(props: Props) -> str | None:

    def fault(label: str, origin: Props) -> str | None:
        if not _FUNCTION_URL.fullmatch(value(origin, "domainName", "")):
            return None
        if not value(origin, "originAccessControlId"):
            return f"{label} is a function that anyone must be able to call"
        return None

    return fault_in(numbered(items(props, "origins"), "origins"), fault)


RULE = Rule(
    name="cloudfront_distribution_signs_requests_to_functions",
    title="CloudFront signs its requests to function URLs.",
    resource_types=frozenset({"aws:cloudfront/distribution:Distribution"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.PUBLIC_ACCESS}),
    remediation="Set originAccessControlId on the origin.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-16",
    sources=("SecurityHub CloudFront.16",),
)
