"""The faults that may be made: on what, for how long, and what their maker may do.

Pods are no targets: AWS FIS works in pods that may write to their root file system alone, and the platform's may not
(AWS FIS User Guide, "Use the AWS FIS aws:eks:pod actions"). Functions are none either, for their faults are made by a
layer that every function would have to carry ("Use the AWS FIS aws:lambda:function actions"). See ADR 51.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pulumi

from components._shared.iam import Statement
from components._shared.site import ActiveSite
from components.resilience import fault_statements as may
from settings import ServiceFault

MINUTES: Final = 15
"""How long a fault lasts unless an alarm ends it: three times what the alarms of the API's promises look at."""
LASTS: Final = {"duration": f"PT{MINUTES}M"}
NODES_PERCENT: Final = 33
"""One zone's share of the nodes."""
CAPACITY_ERROR: Final = "aws:ec2:asg-insufficient-instance-capacity-error"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where faults are made."""

    site: ActiveSite
    """Region."""
    zone_names: Sequence[pulumi.Input[str]]
    """Its zones; the first is the one that is lost."""
    cluster_name: pulumi.Input[str]
    """Its cluster."""
    has_readers: bool
    """Whether its databases have something to fail over to."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """Things of one type: all of the stack's, or so many."""

    type: str
    key: str
    """What actions call such targets."""
    selection: str = "ALL"
    tags: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """Instead of the stack's own."""
    filters: Mapping[str, Sequence[pulumi.Input[str]]] = field(default_factory=dict)
    parameters: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Action:
    """What is done to one target."""

    id: str
    target: Target
    parameters: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """One fault."""

    description: str
    actions: Mapping[str, Action]
    """By name; all begin at once."""
    statements: Sequence[Statement]
    """What the role may do."""


def _subnets(place: Place) -> Action:
    return Action(
        id="aws:network:disrupt-connectivity",
        target=Target(
            type="aws:ec2:subnet", key="Subnets", parameters={"availabilityZoneIdentifier": place.zone_names[0]}
        ),
        parameters={**LASTS, "scope": "all"},
    )


def _failover(zone_names: Sequence[pulumi.Input[str]], selection: str) -> Action:
    """Fail over clusters whose writer is in one of *zone_names*: what follows another region's writer has none."""
    zones = pulumi.Output.all(*zone_names).apply(",".join)
    return Action(
        id="aws:rds:failover-db-cluster",
        target=Target(
            type="aws:rds:cluster",
            key="Clusters",
            selection=selection,
            parameters={"writerAvailabilityZoneIdentifiers": zones},
        ),
    )


def _zone_network(place: Place) -> Experiment:
    return Experiment(
        description="A zone's subnets neither send nor receive",
        actions={"cut-off": _subnets(place)},
        statements=may.subnets_cut_off(place.site),
    )


def _zone_power(place: Place) -> Experiment:
    """AWS's scenario "AZ Availability: Power Interruption", of what a region of the platform has."""
    zone = place.zone_names[0]
    instances = Target(
        type="aws:ec2:instance",
        key="Instances",
        filters={"State.Name": ["running"], "Placement.AvailabilityZone": [zone]},
    )
    groups = Target(
        type="aws:ec2:autoscaling-group", key="AutoScalingGroups", tags={"eks:cluster-name": place.cluster_name}
    )
    refusal = {**LASTS, "availabilityZoneIdentifiers": zone, "percentage": "100"}
    return Experiment(
        description="A zone is without power: its nodes stop, none comes up there, its subnets are cut off",
        actions={
            "stop": Action(id="aws:ec2:stop-instances", target=instances),
            "refuse-launches": Action(id=CAPACITY_ERROR, target=groups, parameters=refusal),
            "cut-off": _subnets(place),
            **({"fail-over": _failover([zone], "ALL")} if place.has_readers else {}),
        },
        statements=[
            *may.instances_stopped(place.site),
            *may.launches_refused(),
            *may.subnets_cut_off(place.site),
            *(may.clusters_failed_over(place.site) if place.has_readers else ()),
        ],
    )


def _nodes(place: Place) -> Experiment:
    action = Action(
        id="aws:eks:terminate-nodegroup-instances",
        target=Target(type="aws:eks:nodegroup", key="Nodegroups"),
        parameters={"instanceTerminationPercentage": str(NODES_PERCENT)},
    )
    return Experiment(
        description="A third of the nodes end, with their pods",
        actions={"terminate": action},
        statements=may.nodes_terminated(place.site),
    )


def _database_failover(place: Place) -> Experiment:
    return Experiment(
        description="A shard's writer is lost to a reader",
        actions={"fail-over": _failover(place.zone_names, "COUNT(1)")},
        statements=may.clusters_failed_over(place.site),
    )


def _region_network(place: Place) -> Experiment:
    action = Action(
        id="aws:network:transit-gateway-disrupt-cross-region-connectivity",
        target=Target(type="aws:ec2:transit-gateway", key="TransitGateways"),
        parameters={**LASTS, "region": place.site.peers[0].name},
    )
    return Experiment(
        description="Nothing goes between this region and another one",
        actions={"part": action},
        statements=may.peerings_parted(place.site),
    )


def _table_replication(place: Place) -> Experiment:
    action = Action(
        id="aws:dynamodb:global-table-pause-replication",
        target=Target(type="aws:dynamodb:global-table", key="Tables"),
        parameters=LASTS,
    )
    return Experiment(
        description="Tables here neither send changes to other regions nor take any in",
        actions={"pause": action},
        statements=may.replication_paused(place.site),
    )


FAULTS: Final[Mapping[ServiceFault, Callable[[Place], Experiment]]] = {
    "database-failover": _database_failover,
    "nodes": _nodes,
    "region-network": _region_network,
    "table-replication": _table_replication,
    "zone-network": _zone_network,
    "zone-power": _zone_power,
}
