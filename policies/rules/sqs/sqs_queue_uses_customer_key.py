"""Messages at rest are encrypted under a key of the customer's own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("kmsMasterKeyId")):
        return "it is not encrypted under a customer key"
    return None


RULE = Rule(
    name="sqs_queue_uses_customer_key",
    title="SQS queues are encrypted under a customer key.",
    resource_types=frozenset({"aws:sqs/queue:Queue"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsMasterKeyId to the region's key.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/sqs-controls.html#sqs-1",
    sources=("SecurityHub SQS.1",),
)
