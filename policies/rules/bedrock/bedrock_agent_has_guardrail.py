"""Agents have a guardrail."""

from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    if not some(items(props, "guardrailConfigurations"), lambda found: value(found, "guardrailIdentifier")):
        return "nothing filters what it is asked and what it answers"
    return None


RULE = Rule(
    name="bedrock_agent_has_guardrail",
    title="Agents have a guardrail.",
    resource_types=frozenset({"aws:bedrock/agentAgent:AgentAgent"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DATA_LOSS_PREVENTION, Objective.SECURE_CONFIGURATION}),
    remediation="Set guardrailConfigurations.",
    link="https://docs.aws.amazon.com/bedrock/latest/userguide/agents-guardrail.html",
)
