"""New databases and tables are open to nobody; the old default lets in whom IAM lets in."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value

EVERYONE = "IAM_ALLOWED_PRINCIPALS"


def _check(props: Props) -> str | None:
    for kind in ("createDatabaseDefaultPermissions", "createTableDefaultPermissions"):
        for label, grant in numbered(items(props, kind), kind):
            if value(grant, "principal") == EVERYONE and items(grant, "permissions"):
                return f"{label} opens what is new to everyone in IAM"
    return None


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
