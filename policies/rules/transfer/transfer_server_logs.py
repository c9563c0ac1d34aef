"""Who sent and fetched what goes to CloudWatch Logs."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if props.get("loggingRole") or items(props, "structuredLogDestinations"):
        return None
    return "it does not log"


RULE = Rule(
    name="transfer_server_logs",
    title="Transfer servers log.",
    resource_types=frozenset({"aws:transfer/server:Server"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set structuredLogDestinations.",
    link="https://docs.aws.amazon.com/transfer/latest/userguide/structured-logging.html",
)
