"""Nodes stand in three zones, so that one can be lost (DynamoDB Developer Guide, "DAX cluster components")."""

from policies.answers import fault_among
from policies.lists import has_different
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least, items

FEWEST = 3


def _check(props: Props) -> str | None:
    zones = items(props, "availabilityZones")
    return fault_among(
        (f"it has fewer than {FEWEST} nodes", lambda: not at_least(props.get("replicationFactor"), FEWEST)),
        (f"its nodes stand in fewer than {FEWEST} zones", lambda: zones and not has_different(zones, FEWEST)),
    )


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
