"""The disks that Fargate and ECS give to tasks are encrypted under a key of the customer's own.

Amazon ECS Developer Guide, "Customer managed keys for AWS Fargate ephemeral storage".
"""

from policies.lists import those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    storage = value(props, "configuration.managedStorageConfiguration", {})
    missing = those(("kmsKeyId", "fargateEphemeralStorageKmsKeyId"), lambda key: not customer_key(value(storage, key)))
    return f"managedStorageConfiguration has no customer key as {' and '.join(missing)}" if missing else None


RULE = Rule(
    name="ecs_cluster_storage_uses_customer_key",
    title="ECS clusters encrypt task storage under a customer key.",
    resource_types=frozenset({"aws:ecs/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsKeyId and fargateEphemeralStorageKmsKeyId of configuration.managedStorageConfiguration.",
    link="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-storage-encryption.html",
)
