"""Agents, flows and prompts are encrypted under customer keys."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("customerEncryptionKeyArn")):
        return "it is encrypted under a key of AWS"
    return None


RULE = Rule(
    name="bedrock_prompts_use_customer_key",
    title="Agents, flows and prompts are encrypted under customer keys.",
    resource_types=frozenset(
        {
            "aws:bedrock/agentAgent:AgentAgent",
            "aws:bedrock/agentFlow:AgentFlow",
            "aws:bedrock/agentPrompt:AgentPrompt",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set customerEncryptionKeyArn.",
    link="https://docs.aws.amazon.com/bedrock/latest/userguide/encryption-agents-new.html",
)
