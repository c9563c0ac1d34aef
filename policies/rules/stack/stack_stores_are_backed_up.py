"""Every store that holds data of a class is chosen by a backup selection of its own region.

A selection takes what matches any of its tags and all of its conditions (AWS Backup Developer Guide, "Assign resources
to a backup plan"). Recovery to a point in time comes on top of it: alone it goes with the store that it would recover.
"""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.rds._replicas import source_of
from policies.rules.stack._regions import region_of
from policies.rules.stack._selections import selecting, selections_by_region

INSTANCE = "aws:rds/instance:Instance"
STORES = (
    "aws:dynamodb/table:Table",
    "aws:efs/fileSystem:FileSystem",
    "aws:rds/cluster:Cluster",
    INSTANCE,
    "aws:s3/bucket:Bucket",
)


def _check(graph: Graph) -> Iterable[Finding | None]:
    selections = selections_by_region(graph)

    def check(store: Resource) -> str | None:
        tags = value(store.props, "tags", {})
        if "data-class" not in tags:
            raise NotApplicable("it holds no data of a class")
        if store.type == INSTANCE and source_of(store.props):
            raise NotApplicable("a replica's source is what is backed up")
        if any(selecting(selections, store)):
            return None
        return f"no backup selection in {region_of(store)} takes it"

    yield from each(graph.of(STORES), check)


RULE = StackRule(
    name="stack_stores_are_backed_up",
    title="Every store is backed up.",
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.BACKUP}),
    remediation="Select its data class in a backup plan of its region.",
    link="https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html",
    sources=("SecurityHub DynamoDB.4", "SecurityHub EFS.2", "SecurityHub RDS.26"),
)
