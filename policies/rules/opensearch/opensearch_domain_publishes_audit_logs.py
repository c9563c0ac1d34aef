"""Who asked what of a domain goes to CloudWatch Logs."""

from policies.answers import all_hold
from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    def audits(option: Props) -> bool:
        return all_hold(
            lambda: value(option, "logType") == "AUDIT_LOGS", lambda: value(option, "enabled", True) is True
        )

    return None if some(items(props, "logPublishingOptions"), audits) else "it publishes no audit log"


RULE = Rule(
    name="opensearch_domain_publishes_audit_logs",
    title="OpenSearch domains publish audit logs.",
    resource_types=frozenset({"aws:opensearch/domain:Domain"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Add AUDIT_LOGS to logPublishingOptions.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-5",
    sources=("SecurityHub Opensearch.5",),
)
