"""Options for an engine whose audit is an option include it."""

from policies.lists import some
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

AUDITS = {
    "mariadb": "MARIADB_AUDIT_PLUGIN",
    "mysql": "MARIADB_AUDIT_PLUGIN",
    "sqlserver-ee": "SQLSERVER_AUDIT",
    "sqlserver-se": "SQLSERVER_AUDIT",
}
"""Amazon RDS User Guide, "MariaDB Audit Plugin support" and "SQL Server Audit"."""


def _check(props: Props) -> str | None:
    wanted = AUDITS.get(str(props.get("engineName")))
    if wanted is None:
        raise NotApplicable("auditing is no option of this engine")
    named = some(items(props, "options"), lambda option: value(option, "optionName") == wanted)
    return None if named else f"{wanted} is not among its options"


RULE = Rule(
    name="rds_option_group_audits",
    title="RDS option groups turn auditing on.",
    resource_types=frozenset({"aws:rds/optionGroup:OptionGroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Add the engine's audit option to options.",
    link="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.MySQL.Options.AuditPlugin.html",
)
