"""Every store is one that the catalogue of personal data, which a component registers, names, and of its class there;
and the stack has each that it names."""

from collections import defaultdict
from collections.abc import Iterable
from fnmatch import fnmatchcase

from policies.graph import DATA_CATALOGUE, Graph, StackRule, each
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.read import items, value
from policies.rules.stack._keys import KEY_BY_TYPE

KINDS = (
    *(kind for kind in KEY_BY_TYPE if kind != "aws:eks/cluster:Cluster"),
    "aws:docdb/cluster:Cluster",
    "aws:dsql/cluster:Cluster",
    "aws:elasticache/cluster:Cluster",
    "aws:memorydb/cluster:Cluster",
    "aws:msk/cluster:Cluster",
    "aws:neptune/cluster:Cluster",
    "aws:s3/bucket:Bucket",
    "aws:sfn/stateMachine:StateMachine",  # which keeps what executions were given for 90 days
)


def _check(graph: Graph) -> Iterable[Finding | None]:
    catalogues = graph.of((DATA_CATALOGUE,))
    if not catalogues:
        raise NotApplicable("the stack declares no catalogue of personal data")
    named: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for store in (store for catalogue in catalogues for store in items(catalogue.props, "stores")):
        for part in items(store, "resources"):
            pattern, kind = str(value(part, "name")), str(value(part, "type"))
            named[kind].append((pattern, str(value(store, "name")), str(value(store, "dataClass"))))
    unseen = {(kind, *entry) for kind, entries in named.items() for entry in entries}

    def check(resource: Resource) -> str | None:
        found = [entry for entry in named[resource.type] if fnmatchcase(resource.name, entry[0])]
        unseen.difference_update((resource.type, *entry) for entry in found)
        if len(found) != 1:
            return f"the catalogue names it {len(found)} times" if found else "the catalogue doesn't name it"
        _, store, data_class = found[0]
        same = value(resource.props, "tags.data-class", data_class) == data_class
        return None if same else f"the catalogue says of {store} that it is of another class"

    yield from each(graph.of(KINDS), check)
    for kind, pattern, store, _ in sorted(unseen):
        yield Finding(message=f"{store}: the stack has no {kind} called {pattern}", urn=catalogues[0].urn)


RULE = StackRule(
    name="stack_stores_are_catalogued",
    title="Every store is in the catalogue of personal data.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ASSET_INVENTORY, Objective.DATA_CLASSIFICATION}),
    remediation="Say in the catalogue what it holds of people, or take the entry out.",
    link="https://eur-lex.europa.eu/eli/reg/2016/679/oj",
)
