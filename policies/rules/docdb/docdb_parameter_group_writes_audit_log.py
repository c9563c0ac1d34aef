"""The audit log that a cluster publishes is written: the parameter for it is on."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import parameter

OFF = frozenset({None, "disabled", "none"})
"""It is off unless set."""


def _check(props: Props) -> str | None:
    if parameter(props, "audit_logs", OFF.__contains__):
        return "audit_logs is not on"
    return None


RULE = Rule(
    name="docdb_parameter_group_writes_audit_log",
    title="DocumentDB parameter groups turn auditing on.",
    resource_types=frozenset({"aws:docdb/clusterParameterGroup:ClusterParameterGroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set audit_logs to all, or to the kinds that are wanted.",
    link="https://docs.aws.amazon.com/documentdb/latest/developerguide/event-auditing.html",
)
