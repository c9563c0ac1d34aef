"""Clients talk to the accelerator over TLS."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("clusterEndpointEncryptionType") != "TLS":
        return "it answers without TLS"
    return None


RULE = Rule(
    name="dax_cluster_requires_tls",
    title="DAX clusters require TLS.",
    resource_types=frozenset({"aws:dax/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set clusterEndpointEncryptionType to TLS.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html#dynamodb-7",
    sources=("SecurityHub DynamoDB.7",),
)
