"""Guardrails stop prompt attacks."""

from policies.answers import all_hold
from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    def stops(found: Props) -> bool:
        return all_hold(
            lambda: value(found, "type") == "PROMPT_ATTACK", lambda: value(found, "inputStrength") == "HIGH"
        )

    stopped = some(items(props, "contentPolicyConfig.filtersConfigs"), stops)
    return None if stopped else "instructions hidden in what users bring get through"


RULE = Rule(
    name="bedrock_guardrail_stops_prompt_attacks",
    title="Guardrails stop prompt attacks.",
    resource_types=frozenset({"aws:bedrock/guardrail:Guardrail"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.SECURE_CONFIGURATION, Objective.THREAT_DETECTION}),
    remediation="Add a filter of type PROMPT_ATTACK with inputStrength HIGH.",
    link="https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-prompt-attack.html",
)
