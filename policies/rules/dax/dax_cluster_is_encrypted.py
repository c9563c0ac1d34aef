"""What the accelerator keeps on disk is encrypted."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "serverSideEncryption.enabled") is not True:
        return "it is not encrypted"
    return None


RULE = Rule(
    name="dax_cluster_is_encrypted",
    title="DAX clusters are encrypted at rest.",
    resource_types=frozenset({"aws:dax/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set serverSideEncryption.enabled to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html#dynamodb-3",
    sources=("SecurityHub DynamoDB.3",),
)
