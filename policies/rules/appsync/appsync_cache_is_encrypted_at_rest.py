"""Answers that AppSync keeps are encrypted."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("atRestEncryptionEnabled") is not True:
        return "it is not encrypted"
    return None


RULE = Rule(
    name="appsync_cache_is_encrypted_at_rest",
    title="AppSync caches are encrypted at rest.",
    resource_types=frozenset({"aws:appsync/apiCache:ApiCache"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set atRestEncryptionEnabled to true.",
    link="https://docs.aws.amazon.com/appsync/latest/devguide/enabling-caching.html",
)
