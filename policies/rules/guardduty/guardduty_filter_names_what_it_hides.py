"""Suppressed findings are named."""

from policies.answers import all_hold
from policies.lists import some
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

NAMING = ("equals", "matches")


def _check(props: Props) -> str | None:
    if props.get("action") != "ARCHIVE":
        raise NotApplicable("it hides nothing")
    named = some(items(props, "findingCriteria.criterions"), _names_a_type)
    return None if named else "it hides findings of every type"


def _names_a_type(found: Props) -> bool:
    return all_hold(lambda: value(found, "field") == "type", lambda: some(NAMING, lambda key: items(found, key)))


RULE = Rule(
    name="guardduty_filter_names_what_it_hides",
    title="Suppressed findings are named.",
    resource_types=frozenset({"aws:guardduty/filter:Filter"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.THREAT_DETECTION}),
    remediation="Add a criterion on the field type with the findings' types.",
    link="https://docs.aws.amazon.com/guardduty/latest/ug/findings_suppression-rule.html",
)
