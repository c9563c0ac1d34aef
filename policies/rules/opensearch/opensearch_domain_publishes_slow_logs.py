"""Queries and writes that take long go to CloudWatch Logs."""

from policies.lists import some, those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

LOGS = frozenset({"INDEX_SLOW_LOGS", "SEARCH_SLOW_LOGS"})


def _check(props: Props) -> str | None:
    def is_silent(log: str) -> bool:
        return not some(items(props, "logPublishingOptions"), lambda option: _publishes(option, log))

    missing = those(sorted(LOGS), is_silent)
    return f"it does not publish {', '.join(missing)}" if missing else None


def _publishes(option: Props, log: str) -> bool:
    return value(option, "logType") == log and value(option, "enabled", True) is True


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
