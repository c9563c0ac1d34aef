"""New databases and tables are open to nobody; the old default lets in whom IAM lets in."""

from policies.lists import first, labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value

EVERYONE = "IAM_ALLOWED_PRINCIPALS"


def _check(props: Props) -> str | None:
    kinds = ("createDatabaseDefaultPermissions", "createTableDefaultPermissions")
    opening = first(kinds, lambda kind: labels(numbered(items(props, kind), kind), _opens))
    return f"{', '.join(opening)} opens what is new to everyone in IAM" if opening else None


def _opens(grant: Props) -> bool:
    return value(grant, "principal") == EVERYONE and bool(items(grant, "permissions"))


RULE = Rule(
    name="lakeformation_settings_open_nothing_by_default",
    title="Lake Formation opens nothing by default.",
    resource_types=frozenset({"aws:lakeformation/dataLakeSettings:DataLakeSettings"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.LEAST_PRIVILEGE}),
    remediation="Remove the grants for IAM_ALLOWED_PRINCIPALS.",
    link="https://docs.aws.amazon.com/lake-formation/latest/dg/change-settings.html",
)
