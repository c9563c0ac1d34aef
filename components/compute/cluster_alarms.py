"""What is watched on a cluster's control plane: metrics that EKS sends by itself (Amazon EKS User Guide, "Monitor
cluster data with Amazon CloudWatch")."""

from collections.abc import Mapping
from typing import Final

import pulumi

from components._shared.alarms import Alarm

NAMESPACE: Final = "AWS/EKS"
STORE_LIMIT_BYTES: Final = 8 * 1024**3
"""Size of etcd at which a cluster refuses writes (Amazon EKS Best Practices Guide, "Kubernetes control plane")."""
STORE_ALARM_FRACTION: Final = 0.75


def control_plane_alarms(cluster_name: pulumi.Input[str]) -> Mapping[str, Alarm]:
    """Return the alarms of the control plane of *cluster_name*, by role."""
    dimensions = {"ClusterName": cluster_name}
    return {
        "api-errors": Alarm(
            namespace=NAMESPACE,
            metric="apiserver_request_total_5XX",
            dimensions=dimensions,
            statistic="Sum",
            threshold=10,
            description="The Kubernetes API server fails requests; nothing can be deployed or rescheduled. Look for "
            "failing admission webhooks in the control plane's API server log.",
        ),
        "unschedulable-pods": Alarm(
            namespace=NAMESPACE,
            metric="scheduler_pending_pods_UNSCHEDULABLE",
            dimensions=dimensions,
            threshold=1,
            period_seconds=300,
            description="Pods have found no node for 15 minutes. Compare the node group's size with its maximum, then "
            "look at what the pods ask for.",
        ),
        "store-size": Alarm(
            namespace=NAMESPACE,
            metric="apiserver_storage_size_bytes",
            dimensions=dimensions,
            threshold=STORE_LIMIT_BYTES * STORE_ALARM_FRACTION,
            period_seconds=300,
            description="The cluster's store is three quarters full; at 8 GiB it refuses every write. Find the kind "
            "with the most objects and remove what is not needed.",
        ),
    }
