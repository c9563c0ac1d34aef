"""A Lightsail database can be brought back as it was, even after it was deleted."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    return fault_among(
        ("it keeps no backups", lambda: value(props, "backupRetentionEnabled", True) is not True),
        ("nothing of it is left when it is deleted", lambda: props.get("skipFinalSnapshot")),
    )


RULE = Rule(
    name="lightsail_database_keeps_backups",
    title="Lightsail databases keep backups.",
    resource_types=frozenset({"aws:lightsail/database:Database"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.BACKUP, Objective.DELETION_PROTECTION}),
    remediation="Set backupRetentionEnabled to true and skipFinalSnapshot to false.",
    link="https://docs.aws.amazon.com/lightsail/latest/userguide/amazon-lightsail-databases.html",
)
