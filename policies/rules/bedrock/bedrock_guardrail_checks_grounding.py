"""Guardrails hold back what sources don't say."""

from policies.lists import lacking
from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

KINDS = frozenset({"GROUNDING", "RELEVANCE"})


def _check(props: Props) -> str | None:
    filters = items(props, "contextualGroundingPolicyConfig.filtersConfigs")
    missing = lacking(KINDS, filters, lambda found: value(found, "type"))
    return f"{' and '.join(missing)} is not checked" if missing else None


RULE = Rule(
    name="bedrock_guardrail_checks_grounding",
    title="Guardrails hold back what sources don't say.",
    resource_types=frozenset({"aws:bedrock/guardrail:Guardrail"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.DATA_INTEGRITY}),
    remediation="Add GROUNDING and RELEVANCE to contextualGroundingPolicyConfig.filtersConfigs.",
    link="https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-contextual-grounding-check.html",
)
