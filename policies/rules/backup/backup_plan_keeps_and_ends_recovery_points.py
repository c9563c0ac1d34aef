"""Every rule of a plan says how long recovery points are kept; a plan without a word keeps them for ever."""

from policies.lists import labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least, items, numbered, value


def _check(props: Props) -> str | None:
    rules = items(props, "rules")
    if not rules:
        return "it has no rules"
    endless = labels(numbered(rules, "rules"), lambda rule: not at_least(value(rule, "lifecycle.deleteAfter"), 1))
    return f"{', '.join(endless)} keeps recovery points for ever" if endless else None


RULE = Rule(
    name="backup_plan_keeps_and_ends_recovery_points",
    title="Backup plans end the life of recovery points.",
    resource_types=frozenset({"aws:backup/plan:Plan"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.BACKUP, Objective.DATA_RETENTION}),
    remediation="Set lifecycle.deleteAfter on every rule.",
    link="https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html",
)
