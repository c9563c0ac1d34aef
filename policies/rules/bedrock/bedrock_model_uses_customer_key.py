"""Custom models are encrypted under a customer key."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("customModelKmsKeyId")):
        return "it is encrypted under a key of AWS"
    return None


RULE = Rule(
    name="bedrock_model_uses_customer_key",
    title="Custom models are encrypted under a customer key.",
    resource_types=frozenset({"aws:bedrock/customModel:CustomModel"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set customModelKmsKeyId.",
    link="https://docs.aws.amazon.com/bedrock/latest/userguide/encryption-custom-job.html",
)
