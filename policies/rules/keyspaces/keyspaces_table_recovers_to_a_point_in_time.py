"""Tables can be restored to any second of the last weeks."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "pointInTimeRecovery.status") != "ENABLED":
        return "point-in-time recovery is off"
    return None


RULE = Rule(
    name="keyspaces_table_recovers_to_a_point_in_time",
    title="Keyspaces tables have point-in-time recovery.",
    resource_types=frozenset({"aws:keyspaces/table:Table"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.BACKUP}),
    remediation="Set pointInTimeRecovery.status to ENABLED.",
    link="https://docs.aws.amazon.com/keyspaces/latest/devguide/PointInTimeRecovery.html",
)
