"""RDS Proxy is charged by the vCPUs of the instances that it stands before (Amazon RDS Proxy Pricing)."""

from collections import defaultdict
from collections.abc import Sequence

from policies.model import Resource
from policies.unknown import UNKNOWN

INSTANCE = "aws:rds/clusterInstance:ClusterInstance"
PROXY_TARGET = "aws:rds/proxyTarget:ProxyTarget"
LEAST_VCPUS = 2
"""vCPUs of an instance up to the size `large` (Amazon Aurora User Guide, "Hardware specifications")."""


class ProxiedClusters:
    """The vCPUs of each cluster of a stack, by what the program says belongs together."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self._classes: dict[str, list[str]] = defaultdict(list)
        for resource in resources:
            if resource.type == INSTANCE:
                secret = ("instanceClass",) in map(tuple, resource.secrets)
                held = UNKNOWN if secret else str(resource.props.get("instanceClass", UNKNOWN))
                for cluster in resource.property_dependencies.get("clusterIdentifier", ()):
                    self._classes[cluster].append(held)

    def vcpus(self, target: Resource) -> int | None:
        """Return the vCPUs behind *target*, a proxy's target; None where they aren't known."""
        clusters = target.property_dependencies.get("dbClusterIdentifier", ())
        counts = [vcpus(held) for cluster in clusters for held in self._classes.get(cluster, ())]
        known = [count for count in counts if count is not None]
        return sum(known) if known and len(known) == len(counts) else None


def vcpus(instance_class: str) -> int | None:
    """Return the vCPUs of an Aurora instance class such as `db.r7g.2xlarge`; None for one that isn't sized so."""
    size = instance_class.rpartition(".")[2]
    if size in ("medium", "large"):
        return LEAST_VCPUS
    count = size.removesuffix("xlarge")
    if size == "xlarge":
        return 2 * LEAST_VCPUS
    return 2 * LEAST_VCPUS * int(count) if size.endswith("xlarge") and count.isdigit() else None
