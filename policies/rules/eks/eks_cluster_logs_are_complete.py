"""All logs of the control plane are kept, the audit log among them."""

from policies.lists import lacking
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items

LOG_TYPES = frozenset({"api", "audit", "authenticator", "controllerManager", "scheduler"})
"""Amazon EKS User Guide, "Send control plane logs to CloudWatch Logs"."""


def _check(props: Props) -> str | None:
    missing = lacking(LOG_TYPES, items(props, "enabledClusterLogTypes"))
    return f"the logs {', '.join(missing)} are off" if missing else None


RULE = Rule(
    name="eks_cluster_logs_are_complete",
    title="EKS clusters keep all control plane logs.",
    resource_types=frozenset({"aws:eks/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUDIT_LOGGING, Objective.SERVICE_LOGGING}),
    remediation="List every log type in enabledClusterLogTypes.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html#eks-8",
    sources=("SecurityHub EKS.8",),
)
