"""Knowledge is encrypted under a customer key on its way in."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    if not customer_key(value(props, "serverSideEncryptionConfiguration.kmsKeyArn")):
        return "it is encrypted under a key of AWS"
    return None


RULE = Rule(
    name="bedrock_source_uses_customer_key",
    title="Knowledge is encrypted under a customer key on its way in.",
    resource_types=frozenset({"aws:bedrock/agentDataSource:AgentDataSource"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set serverSideEncryptionConfiguration.kmsKeyArn.",
    link="https://docs.aws.amazon.com/bedrock/latest/userguide/encryption-kb.html",
)
