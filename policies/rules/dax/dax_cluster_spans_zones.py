"""Nodes stand in three zones, so that one can be lost (DynamoDB Developer Guide, "DAX cluster components")."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least

FEWEST = 3


def _check(props: Props) -> str | None:
    if not at_least(props.get("replicationFactor"), FEWEST):
        return f"it has fewer than {FEWEST} nodes"
    zones = props.get("availabilityZones")
    if zones and len(set(zones)) < FEWEST:
        return f"its nodes stand in fewer than {FEWEST} zones"
    return None


RULE = Rule(
    name="dax_cluster_spans_zones",
    title="DAX clusters span zones.",
    resource_types=frozenset({"aws:dax/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set replicationFactor to 3 or more, and availabilityZones to as many zones or to none.",
    link="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.concepts.cluster.html",
)
