"""Answers that AppSync keeps are encrypted on the way to the cache and back."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("transitEncryptionEnabled") is not True:
        return "it is reached in the clear"
    return None


RULE = Rule(
    name="appsync_cache_is_encrypted_in_transit",
    title="AppSync caches are encrypted in transit.",
    resource_types=frozenset({"aws:appsync/apiCache:ApiCache"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set transitEncryptionEnabled to true.",
    link="https://docs.aws.amazon.com/appsync/latest/devguide/enabling-caching.html",
)
