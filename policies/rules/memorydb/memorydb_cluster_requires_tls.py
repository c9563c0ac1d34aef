"""Clients and nodes talk over TLS, as they do unless told otherwise."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("tlsEnabled") is False:
        return "it answers without TLS"
    return None


RULE = Rule(
    name="memorydb_cluster_requires_tls",
    title="MemoryDB clusters require TLS.",
    resource_types=frozenset({"aws:memorydb/cluster:Cluster", "aws:memorydb/multiRegionCluster:MultiRegionCluster"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Remove tlsEnabled or set it to true.",
    link="https://docs.aws.amazon.com/memorydb/latest/devguide/in-transit-encryption.html",
)
