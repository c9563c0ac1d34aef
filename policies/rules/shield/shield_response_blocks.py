"""Requests of a flood are blocked by themselves, not just counted."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("action") != "BLOCK":
        return "requests of a flood are only counted"
    return None


RULE = Rule(
    name="shield_response_blocks",
    title="Shield Advanced blocks floods by itself.",
    resource_types=frozenset({"aws:shield/applicationLayerAutomaticResponse:ApplicationLayerAutomaticResponse"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.CAPACITY, Objective.WEB_PROTECTION}),
    remediation="Set action to BLOCK.",
    link="https://docs.aws.amazon.com/waf/latest/developerguide/ddos-automatic-app-layer-response.html",
)
