"""What is watched on a cluster's control plane: metrics that EKS sends by itself (Amazon EKS User Guide, "Monitor
cluster data with Amazon CloudWatch"), and in its audit log who breaks glass."""

from collections.abc import Mapping
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarm
from components._shared.site import Site
from components.compute.admission import UNDER_TICKET

NAMESPACE: Final = "AWS/EKS"
STORE_LIMIT_BYTES: Final = 8 * 1024**3
"""Size of etcd at which a cluster refuses writes (Amazon EKS Best Practices Guide, "Kubernetes control plane")."""
STORE_ALARM_FRACTION: Final = 0.75
BREAK_GLASS: Final = "break-glass"
BROKEN_UNDER_TICKET: Final = f'"{UNDER_TICKET}"'
"""Events with this phrase (CloudWatch Logs User Guide, "Using filter patterns to match terms in unstructured log
events"). The notes are named by policy, so that by their names all of them would have to be listed."""


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


def watch_exemptions(name: str, log_group_name: pulumi.Input[str], *, site: Site, opts: pulumi.ResourceOptions) -> None:
    """Declare what rings when somebody has broken glass, or tried to without the right, by the log of *site*'s cluster
    (docs/adr/0043)."""
    namespace = f"{site.context.prefix}/clusters"
    aws.cloudwatch.LogMetricFilter(
        f"{name}-{BREAK_GLASS}",
        name=BREAK_GLASS,
        region=site.name,
        log_group_name=log_group_name,
        pattern=BROKEN_UNDER_TICKET,
        metric_transformation=aws.cloudwatch.LogMetricFilterMetricTransformationArgs(
            name=BREAK_GLASS, namespace=namespace, value="1", default_value="0"
        ),
        opts=opts,
    )
    alarm = Alarm(
        namespace=namespace,
        metric=BREAK_GLASS,
        dimensions={},
        statistic="Sum",
        threshold=1,
        evaluation_periods=1,
        description="Somebody asked the cluster for a workload that breaks its rules, under a ticket. The control "
        "plane's audit log says who, which rules, under which ticket, and by its code if they got it: have whoever "
        "answers for the ticket confirm it, and if nobody does, delete the workload and take the access entry away.",
    )
    declare_alarm(f"{name}-{BREAK_GLASS}-alarm", alarm, site=site, opts=opts)
