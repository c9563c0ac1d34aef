"""Kubernetes secrets are encrypted once more, under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, items, value


def _check(props: Props) -> str | None:
    return fault_among(
        (
            "its secrets are not encrypted under a customer key",
            lambda: "secrets" not in items(props, "encryptionConfig.resources"),
        ),
        (
            "encryptionConfig names no customer key",
            lambda: not customer_key(value(props, "encryptionConfig.provider.keyArn")),
        ),
    )


RULE = Rule(
    name="eks_cluster_secrets_use_customer_key",
    title="EKS secrets are encrypted under a customer key.",
    resource_types=frozenset({"aws:eks/cluster:Cluster"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT, Objective.ENCRYPTION_AT_REST}),
    remediation="Set encryptionConfig with resources [secrets] and provider.keyArn.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html#eks-3",
    sources=("SecurityHub EKS.3",),
)
