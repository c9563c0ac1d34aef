"""A cluster has an access control list, not the one that lets anybody do anything."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("aclName") in (None, "open-access"):
        return "anybody may do anything"
    return None


RULE = Rule(
    name="memorydb_cluster_knows_its_users",
    title="MemoryDB clusters have an access control list.",
    resource_types=frozenset({"aws:memorydb/cluster:Cluster"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.LEAST_PRIVILEGE}),
    remediation="Set aclName to a list of your own.",
    link="https://docs.aws.amazon.com/memorydb/latest/devguide/clusters.acls.html",
)
