"""A subscription is on and leaves out none of the events that somebody must hear of."""

from policies.lists import first, lacking
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

CATEGORIES = {
    "db-cluster": frozenset({"failure", "maintenance"}),
    "db-instance": frozenset({"configuration change", "failure", "maintenance"}),
    "db-parameter-group": frozenset({"configuration change"}),
    "db-security-group": frozenset({"configuration change", "failure"}),
}
"""Security Hub, RDS.19 to RDS.22. A subscription without categories tells everything."""


def _check(props: Props) -> str | None:
    wanted = CATEGORIES.get(value(props, "sourceType", ""))
    if wanted is None:
        raise NotApplicable("no event of these sources is asked for")
    return first((lambda: _off(props), lambda: _left_out(props, wanted)), lambda ask: ask())


def _off(props: Props) -> str | None:
    return "it is turned off" if props.get("enabled") is False else None


def _left_out(props: Props, wanted: frozenset[str]) -> str | None:
    told = items(props, "eventCategories")
    missing = lacking(wanted, told) if told else ()
    return f"it leaves out {', '.join(missing)}" if missing else None


RULE = Rule(
    name="rds_event_subscription_tells_what_matters",
    title="RDS event subscriptions tell what matters.",
    resource_types=frozenset({"aws:rds/eventSubscription:EventSubscription"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.MONITORING}),
    remediation="Remove enabled, and add the categories or remove eventCategories.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-19",
    sources=("SecurityHub RDS.19", "SecurityHub RDS.20", "SecurityHub RDS.21", "SecurityHub RDS.22"),
)
