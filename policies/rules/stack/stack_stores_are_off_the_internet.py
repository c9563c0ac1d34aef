"""No way leads from the internet to a store except through a firewall's endpoint, a web ACL or an API gateway."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule
from policies.model import Finding, Severity
from policies.objectives import Objective
from policies.rules.stack._reach import STORES, ways_in


def _check(graph: Graph) -> Iterable[Finding | None]:
    yield from (None for _ in graph.of(STORES))
    for way in ways_in(graph):
        hops = " -> ".join(["internet", *(hop.name for hop in way)])
        yield Finding(message=f"{way[-1].name}: the internet reaches it: {hops}", urn=way[-1].urn)


RULE = StackRule(
    name="stack_stores_are_off_the_internet",
    title="No way leads from the internet to a store.",
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.NETWORK_SEGMENTATION, Objective.PUBLIC_ACCESS}),
    remediation="Close a hop of the way, or put a web ACL or the firewall's endpoint before its first one.",
    link="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_network_protection_create_layers.html",
)
