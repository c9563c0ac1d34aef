"""What a connector sent and fetched goes to CloudWatch Logs."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if not props.get("loggingRole"):
        return "it does not log"
    return None


RULE = Rule(
    name="transfer_connector_logs",
    title="Transfer connectors log.",
    resource_types=frozenset({"aws:transfer/connector:Connector"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set loggingRole.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/transfer-controls.html#transfer-3",
    sources=("SecurityHub Transfer.3",),
)
