"""What goes wrong in a domain goes to CloudWatch Logs."""

from policies.answers import all_hold
from policies.lists import lacking
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

LOGS = frozenset({"ES_APPLICATION_LOGS"})


def _check(props: Props) -> str | None:
    missing = lacking(LOGS, items(props, "logPublishingOptions"), _published)
    return f"it does not publish {', '.join(missing)}" if missing else None


def _published(option: Props) -> str | None:
    """Return the log that *option* publishes, of those that must be."""
    publishes = all_hold(lambda: value(option, "enabled", True) is True, lambda: value(option, "logType") in LOGS)
    return value(option, "logType") if publishes else None


RULE = Rule(
    name="opensearch_domain_publishes_error_logs",
    title="OpenSearch domains publish error logs.",
    resource_types=frozenset({"aws:opensearch/domain:Domain"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Add ES_APPLICATION_LOGS to logPublishingOptions.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-4",
    sources=("SecurityHub Opensearch.4",),
)
