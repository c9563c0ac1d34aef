"""Who connected, what users were made and what they asked goes to CloudWatch Logs."""

from policies.lists import lacking
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items

LOGS = frozenset({"connectionlog", "useractivitylog", "userlog"})


def _check(props: Props) -> str | None:
    missing = lacking(LOGS, items(props, "logExports"))
    return f"the logs {', '.join(missing)} are not exported" if missing else None


RULE = Rule(
    name="redshiftserverless_namespace_exports_logs",
    title="Redshift Serverless namespaces export their logs.",
    resource_types=frozenset({"aws:redshiftserverless/namespace:Namespace"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set logExports to connectionlog, useractivitylog and userlog.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/redshiftserverless-controls.html#redshiftserverless-6",
    sources=("SecurityHub RedshiftServerless.6",),
)
