"""Engines outside of AWS get data for tagged sessions only, so that filters hold there as well."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("allowFullTableExternalDataAccess") is True:
        return "other engines get whole tables without a session's tag"
    return None


RULE = Rule(
    name="lakeformation_settings_tag_sessions",
    title="Lake Formation lets other engines in by session only.",
    resource_types=frozenset({"aws:lakeformation/dataLakeSettings:DataLakeSettings"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.EXTERNAL_ACCESS}),
    remediation="Remove allowFullTableExternalDataAccess or set it to false.",
    link="https://docs.aws.amazon.com/lake-formation/latest/dg/using-cred-vending.html",
)
