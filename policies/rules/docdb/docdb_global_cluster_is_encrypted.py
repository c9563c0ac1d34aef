"""A global cluster is encrypted, and so is every regional cluster in it."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("storageEncrypted") is not True:
        return "storage is not encrypted"
    return None


RULE = Rule(
    name="docdb_global_cluster_is_encrypted",
    title="DocumentDB global clusters are encrypted.",
    resource_types=frozenset({"aws:docdb/globalCluster:GlobalCluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set storageEncrypted to true; the regional clusters name the keys.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/documentdb-controls.html#documentdb-1",
    sources=("SecurityHub DocumentDB.1",),
)
