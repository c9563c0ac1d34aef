"""Logs outlive the cluster: they go to a bucket, under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    return fault_among(
        ("its logs go with it", lambda: not props.get("logUri")),
        (
            "its logs are encrypted under a key that AWS chose",
            lambda: not customer_key(props.get("logEncryptionKmsKeyId")),
        ),
    )


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
