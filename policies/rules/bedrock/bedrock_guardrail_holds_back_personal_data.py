"""Guardrails hold back personal data."""

from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

KINDS = ("piiEntitiesConfigs", "regexesConfigs")
ACTIONS = frozenset({"ANONYMIZE", "BLOCK"})


def _check(props: Props) -> str | None:
    def held_back(kind: str) -> bool:
        found = items(props, f"sensitiveInformationPolicyConfig.{kind}")
        return some(found, lambda each: value(each, "action") in ACTIONS)

    return None if some(KINDS, held_back) else "personal data goes in and comes out"


RULE = Rule(
    name="bedrock_guardrail_holds_back_personal_data",
    title="Guardrails hold back personal data.",
    resource_types=frozenset({"aws:bedrock/guardrail:Guardrail"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.DATA_LOSS_PREVENTION, Objective.DATA_MASKING}),
    remediation="Add piiEntitiesConfigs with the action BLOCK or ANONYMIZE.",
    link="https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-sensitive-filters.html",
)
