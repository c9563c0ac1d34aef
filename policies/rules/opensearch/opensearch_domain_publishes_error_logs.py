"""What goes wrong in a domain goes to CloudWatch Logs."""

from policies.lists import some, those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

LOGS = frozenset({"ES_APPLICATION_LOGS"})


def _check(props: Props) -> str | None:
    def is_silent(log: str) -> bool:
        return not some(items(props, "logPublishingOptions"), lambda option: _publishes(option, log))

    missing = those(sorted(LOGS), is_silent)
    return f"it does not publish {', '.join(missing)}" if missing else None


def _publishes(option: Props, log: str) -> bool:
    return value(option, "logType") == log and value(option, "enabled", True) is True


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
