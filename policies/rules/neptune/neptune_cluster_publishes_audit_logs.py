"""Who asked what of the graph goes to CloudWatch Logs."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if "audit" not in items(props, "enableCloudwatchLogsExports"):
        return "it publishes no audit log"
    return None


RULE = Rule(
    name="neptune_cluster_publishes_audit_logs",
    title="Neptune clusters publish audit logs.",
    resource_types=frozenset({"aws:neptune/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Add audit to enableCloudwatchLogsExports.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/neptune-controls.html#neptune-2",
    sources=("SecurityHub Neptune.2",),
)
