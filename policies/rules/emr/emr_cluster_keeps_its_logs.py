"""Logs outlive the cluster: they go to a bucket, under a key of the customer's own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not props.get("logUri"):
        return "its logs go with it"
    if not customer_key(props.get("logEncryptionKmsKeyId")):
        return "its logs are encrypted under a key that AWS chose"
    return None


RULE = Rule(
    name="emr_cluster_keeps_its_logs",
    title="EMR clusters keep their logs.",
    resource_types=frozenset({"aws:emr/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.LOG_RETENTION, Objective.SERVICE_LOGGING}),
    remediation="Set logUri and logEncryptionKmsKeyId.",
    link="https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-plan-debugging.html",
)
