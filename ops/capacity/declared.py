"""What a stack declares that carries load, read of its resources.

A value that isn't known yet, or that no resource of the stack has, is None.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pulumi_policy.proxy import UnknownValueError

from ops.cost.databases import vcpus
from policies.model import Resource
from policies.unknown import readable

API = "groot-api"
"""The workload behind the gateways: name of its deployment and of its autoscaler."""
_MILLI = "m"
"""After thousandths of a core (Kubernetes, "Resource units in Kubernetes")."""


@dataclass(frozen=True, kw_only=True)
class Declared:
    """The least that any region has of each."""

    gateway_rate: float | None
    """Requests a second that the API's stage lets in."""
    pods: float | None
    """Most pods of the API."""
    pod_cores: float | None
    """What such a pod requests."""
    cpu_target: float | None
    """Share of that which its autoscaler aims at."""
    nodes: float | None
    """Most nodes of the cluster."""
    least_nodes: float | None
    """Fewest nodes."""
    node_cores: float | None
    """Of the smallest type of node."""
    shards: int
    """Database shards of the whole stack."""
    writer_cores: float | None
    """Of the smallest database instance."""
    batches_per_shard: float | None
    """Runs at once of what follows one shard of a table's stream."""


def declared(resources: Sequence[Resource]) -> Declared:
    """Return what *resources*, all of a stack's, declare. Linear in them."""
    return Declared(
        gateway_rate=_least(resources, "aws:apigateway/methodSettings:MethodSettings", _rate),
        pods=_least(resources, "kubernetes:autoscaling/v2:HorizontalPodAutoscaler", _most_pods),
        pod_cores=_least(resources, "kubernetes:apps/v1:Deployment", _pod_cores),
        cpu_target=_least(resources, "kubernetes:autoscaling/v2:HorizontalPodAutoscaler", _cpu_target),
        nodes=_least(resources, "aws:eks/nodeGroup:NodeGroup", lambda props: props["scalingConfig"]["maxSize"]),
        least_nodes=_least(resources, "aws:eks/nodeGroup:NodeGroup", lambda props: props["scalingConfig"]["minSize"]),
        node_cores=_least(
            resources, "aws:eks/nodeGroup:NodeGroup", lambda props: _smallest(map(vcpus, props["instanceTypes"]))
        ),
        shards=sum(each.type == "aws:rds/globalCluster:GlobalCluster" for each in resources),
        writer_cores=_least(
            resources, "aws:rds/clusterInstance:ClusterInstance", lambda props: vcpus(props["instanceClass"])
        ),
        batches_per_shard=_least(
            resources,
            "aws:lambda/eventSourceMapping:EventSourceMapping",
            lambda props: props["parallelizationFactor"] if "startingPosition" in props else None,
        ),
    )


def _least(
    resources: Sequence[Resource], type_token: str, read: Callable[[Mapping[str, Any]], float | None]
) -> float | None:
    return _smallest(_tried(each, read) for each in resources if each.type == type_token)


def _tried(resource: Resource, read: Callable[[Mapping[str, Any]], float | None]) -> float | None:
    try:
        found = read(readable(resource.props))
        return None if found is None else float(found)
    except (UnknownValueError, LookupError, TypeError, ValueError):
        return None


def _smallest(values: Iterable[float | None]) -> float | None:
    return min((each for each in values if each is not None), default=None)


def _rate(props: Mapping[str, Any]) -> float:
    return props["settings"]["throttlingRateLimit"]


def _most_pods(props: Mapping[str, Any]) -> float | None:
    return props["spec"]["maxReplicas"] if props["metadata"]["name"] == API else None


def _cpu_target(props: Mapping[str, Any]) -> float | None:
    if props["metadata"]["name"] != API:
        return None
    return props["spec"]["metrics"][0]["containerResource"]["target"]["averageUtilization"] / 100


def _pod_cores(props: Mapping[str, Any]) -> float | None:
    if props["metadata"]["name"] != API:
        return None
    containers = props["spec"]["template"]["spec"]["containers"]
    return sum(_cores(str(each["resources"]["requests"]["cpu"])) for each in containers)


def _cores(quantity: str) -> float:
    return float(quantity[:-1]) / 1000 if quantity.endswith(_MILLI) else float(quantity)
