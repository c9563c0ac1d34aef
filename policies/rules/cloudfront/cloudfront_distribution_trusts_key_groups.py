"""Who may sign addresses is a group of keys under IAM's control, not the root user of an account."""

from policies.lists import labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, named, numbered, together


def _check(props: Props) -> str | None:
    default = named(props, "defaultCacheBehavior")
    behaviors = together(default, numbered(items(props, "orderedCacheBehaviors"), "orderedCacheBehaviors"))
    old = labels(behaviors, lambda behavior: items(behavior, "trustedSigners"))
    return f"{', '.join(old)} trusts keys of root users" if old else None


RULE = Rule(
    name="cloudfront_distribution_trusts_key_groups",
    title="CloudFront distributions trust key groups.",
    resource_types=frozenset({"aws:cloudfront/distribution:Distribution"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT, Objective.KEY_MANAGEMENT}),
    remediation="Replace trustedSigners by trustedKeyGroups.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-17",
    sources=("SecurityHub CloudFront.17",),
)
