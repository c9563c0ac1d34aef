"""Queries and writes that take long go to CloudWatch Logs."""

from policies.answers import all_hold
from policies.lists import lacking
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

LOGS = frozenset({"INDEX_SLOW_LOGS", "SEARCH_SLOW_LOGS"})


def _check(props: Props) -> str | None:
    missing = lacking(LOGS, items(props, "logPublishingOptions"), _published)
    return f"it does not publish {', '.join(missing)}" if missing else None


def _published(option: Props) -> str | None:
    """Return the log that *option* publishes, of those that must be."""
    publishes = all_hold(lambda: value(option, "enabled", True) is True, lambda: value(option, "logType") in LOGS)
    return value(option, "logType") if publishes else None


RULE = Rule(
    name="opensearch_domain_publishes_slow_logs",
    title="OpenSearch domains publish slow logs.",
    resource_types=frozenset({"aws:opensearch/domain:Domain"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Add INDEX_SLOW_LOGS and SEARCH_SLOW_LOGS to logPublishingOptions.",
    link="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createdomain-configure-slow-logs.html",
)
