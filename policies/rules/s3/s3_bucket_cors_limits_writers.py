"""Web pages of any origin may read at most; those that write are named."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered

WRITES = frozenset({"DELETE", "POST", "PUT"})


def _check(props: Props) -> str | None:

    def fault(label: str, rule: Props) -> str | None:
        if WRITES.isdisjoint(items(rule, "allowedMethods")):
            return None
        if "*" in items(rule, "allowedOrigins"):
            return f"{label} lets pages of any origin write"
        return None

    return fault_in(numbered(items(props, "corsRules"), "corsRules"), fault)


RULE = Rule(
    name="s3_bucket_cors_limits_writers",
    title="S3 buckets take no writes from web pages of any origin.",
    resource_types=frozenset(
        {
            "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
            "aws:s3/bucketCorsConfigurationV2:BucketCorsConfigurationV2",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SECURE_CONFIGURATION, Objective.WEB_PROTECTION}),
    remediation="Name the origins in allowedOrigins.",
    link="https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html",
)
