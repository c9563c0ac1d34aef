"""What state machines handle is encrypted under a customer key."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    if not customer_key(value(props, "encryptionConfiguration.kmsKeyId")):
        return "it is encrypted under a key of AWS"
    return None


RULE = Rule(
    name="sfn_execution_data_uses_customer_key",
    title="What state machines handle is encrypted under a customer key.",
    resource_types=frozenset(
        {
            "aws:sfn/activity:Activity",
            "aws:sfn/stateMachine:StateMachine",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encryptionConfiguration to CUSTOMER_MANAGED_KMS_KEY with kmsKeyId.",
    link="https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html",
)
