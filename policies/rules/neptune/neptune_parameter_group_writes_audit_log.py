"""The audit log that a cluster publishes is written: the parameter for it is on."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import parameter


def _check(props: Props) -> str | None:
    if not parameter(props, "neptune_enable_audit_log", lambda found: found == "1"):
        return "neptune_enable_audit_log is not on"
    return None


RULE = Rule(
    name="neptune_parameter_group_writes_audit_log",
    title="Neptune parameter groups turn auditing on.",
    resource_types=frozenset({"aws:neptune/clusterParameterGroup:ClusterParameterGroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set neptune_enable_audit_log to 1.",
    link="https://docs.aws.amazon.com/neptune/latest/userguide/auditing.html",
)
