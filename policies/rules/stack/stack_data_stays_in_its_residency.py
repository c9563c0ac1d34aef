"""Data that is held to a jurisdiction stays in it, whatever way copies take: replicas, backups, keys and logs.

Logs are held whatever their class: they tell of data of every class. What a trail or an aggregator of findings brings
home from other regions are calls on AWS, not data of customers, and is no store's copy (docs/adr/0015).
"""

from collections.abc import Iterable

from policies.graph import Graph, StackRule
from policies.lists import gathered
from policies.model import Finding, Severity
from policies.objectives import Objective
from policies.rules.stack._abroad import held_to_places, ways_abroad
from policies.rules.stack._copies import DESTINATION, Copies
from policies.rules.stack._residency import VPC, Jurisdictions


def _check(graph: Graph) -> Iterable[Finding | None]:
    copies, jurisdictions = Copies(graph), Jurisdictions(graph, by=(DESTINATION, VPC))
    stores, silent = held_to_places(graph)
    yield from silent
    for store in stores:
        yield None
        ways, unknown = gathered(ways_abroad(store, copies, jurisdictions))
        yield from (Finding(message=f"{store.name}: its data leaves {way}", urn=store.urn) for way in ways)
        if unknown:
            yield Finding(message=f"{store.name}: {unknown.message}", urn=store.urn, obligation=True)


RULE = StackRule(
    name="stack_data_stays_in_its_residency",
    title="Data that is held to a jurisdiction stays in it.",
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.DATA_RESIDENCY}),
    remediation="Let the copy rest in a region of the same residency, or the class cross borders in the settings.",
    link="https://docs.aws.amazon.com/whitepapers/latest/navigating-gdpr-compliance/welcome.html",
)
