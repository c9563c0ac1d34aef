"""What is watched on every cluster of a shard: load, memory, deadlocks and how far a copy is behind.

The alarms don't know which cluster writes, so that they hold after a failover; a metric that a role doesn't have stays
silent (Amazon Aurora User Guide, "Amazon CloudWatch metrics for Amazon Aurora").
"""

import re

import pulumi

from components._shared.alarms import Alarm

CPU_PERCENT = 90
MEMORY_SHARE = 0.1
"""Part of the memory that is left when the alarm fires."""
DEADLOCKS_PER_SECOND = 0.1
"""Six a minute: more than transactions that are simply retried."""
LAG_SHARE_OF_RPO = 0.5
"""Half the objective is gone when the alarm fires; the other half is the time to act."""
GIB_PER_VCPU = 8
"""Of the memory-optimized r classes, the least among those that global databases take (Amazon Aurora User Guide,
"Hardware specifications for DB instance classes for Aurora")."""


def memory_bytes(instance_class: str) -> int:
    """Return the memory of *instance_class*, such as `db.r7g.2xlarge` (8 vCPU, 64 GiB).

    Raises:
        ValueError: not a memory-optimized class, which a global database needs.
    """
    fitting = re.fullmatch(r"db\.[rx]\w+\.(?:(large)|(\d*)xlarge)", instance_class)
    if not fitting:
        raise ValueError(
            f"database.instanceClass is {instance_class}: an Aurora global database needs a memory-optimized class "
            "such as db.r7g.large"
        )
    vcpus = 2 if fitting[1] else 4 * int(fitting[2] or 1)
    return vcpus * GIB_PER_VCPU * 1024**3


def cluster_alarms(cluster_identifier: pulumi.Input[str], *, instance_class: str, rpo_minutes: int) -> dict[str, Alarm]:
    """Return the alarms of one cluster, by role."""
    dimensions = {"DBClusterIdentifier": cluster_identifier}
    return {
        "cpu": Alarm(
            namespace="AWS/RDS",
            metric="CPUUtilization",
            dimensions=dimensions,
            threshold=CPU_PERCENT,
            evaluation_periods=5,
            description="A shard runs out of processor: see Performance Insights for the statements, then scale up.",
        ),
        "memory": Alarm(
            namespace="AWS/RDS",
            metric="FreeableMemory",
            dimensions=dimensions,
            statistic="Minimum",
            comparison="LessThanOrEqualToThreshold",
            threshold=memory_bytes(instance_class) * MEMORY_SHARE,
            evaluation_periods=5,
            description="A shard runs out of memory and will swap or fail over: look for sessions that grow, scale up.",
        ),
        "deadlocks": Alarm(
            namespace="AWS/RDS",
            metric="Deadlocks",
            dimensions=dimensions,
            statistic="Average",
            threshold=DEADLOCKS_PER_SECOND,
            evaluation_periods=5,
            description="Transactions block one another: find the pair of statements in the shard's log.",
        ),
        "lag": Alarm(
            namespace="AWS/RDS",
            metric="AuroraGlobalDBRPOLag",
            dimensions=dimensions,
            threshold=rpo_minutes * 60_000 * LAG_SHARE_OF_RPO,
            description="A region's copy is so far behind that a failover to it would soon lose more than promised.",
        ),
    }
