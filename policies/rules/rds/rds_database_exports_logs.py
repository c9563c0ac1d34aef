"""Databases send the logs that their engine has for auditors to CloudWatch Logs."""

from policies.lists import lacking
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items

LOGS_BY_ENGINE = {
    "aurora-mysql": frozenset({"audit", "error"}),
    "aurora-postgresql": frozenset({"postgresql"}),
    "mariadb": frozenset({"audit", "error"}),
    "mysql": frozenset({"audit", "error"}),
    "oracle-ee": frozenset({"alert", "audit", "listener", "trace"}),
    "oracle-se2": frozenset({"alert", "audit", "listener", "trace"}),
    "postgres": frozenset({"postgresql"}),
    "sqlserver-ee": frozenset({"agent", "error"}),
    "sqlserver-se": frozenset({"agent", "error"}),
}
"""Amazon RDS and Aurora User Guides, "Publishing database logs to Amazon CloudWatch Logs"."""


def _check(props: Props) -> str | None:
    wanted = LOGS_BY_ENGINE.get(props.get("engine", ""))
    if wanted is None:
        raise NotApplicable("no log is asked of this engine")
    missing = lacking(wanted, items(props, "enabledCloudwatchLogsExports"))
    return f"the logs {', '.join(missing)} are not exported" if missing else None


RULE = Rule(
    name="rds_database_exports_logs",
    title="RDS databases export their logs.",
    resource_types=frozenset(
        {
            "aws:rds/cluster:Cluster",
            "aws:rds/instance:Instance",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Add the logs to enabledCloudwatchLogsExports.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-37",
    sources=(
        "SecurityHub RDS.9",
        "SecurityHub RDS.34",
        "SecurityHub RDS.36",
        "SecurityHub RDS.37",
        "SecurityHub RDS.40",
        "SecurityHub RDS.42",
    ),
)
