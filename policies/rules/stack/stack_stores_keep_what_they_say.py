"""Every store ends what it holds when the catalogue of personal data says so: not a day early, and not late.

Late is more than the least that the service can be told. What AWS then takes until it has deleted is its own
(docs/adr/0070-what-the-catalogue-says-is-what-ends.md).
"""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.stack._catalogue import Entries
from policies.rules.stack._keeping import Ends, Keeping, rounded

LEAST_BACK_DAYS = 1
"""Nobody can be told less: S3 keeps what was superseded for a day (S3 API, `NoncurrentVersionExpiration`)."""


def _check(graph: Graph) -> Iterable[Finding | None]:
    entries, keeping = Entries(graph), Keeping(graph)

    def check(store: Resource) -> str | None:
        said = entries.of(store)
        wanted, back = value(said, "keptDays"), max(value(said, "recoverableDays", 0), LEAST_BACK_DAYS)
        ends = keeping.ends.get(store.type, lambda _: ())(store)
        faults = [fault for end in ends if (fault := _fault(store.type, end, wanted))]
        longest = max(keeping.comes_back.get(store.type, lambda _: ())(store), default=0)
        if longest > back:
            faults.append(f"what was deleted comes back for {longest:g} days, and the catalogue says for {back:g}")
        return faults[0] if faults else None

    kinds = {*keeping.ends, *keeping.comes_back}.intersection(entries.types)
    if not kinds:
        raise NotApplicable("the catalogue names nothing that is told when to end what it holds")
    yield from each(graph.of(sorted(kinds)), check)


def _fault(kind: str, end: Ends, wanted: int | None) -> str | None:
    if wanted is None:
        return f"it ends after {end:g} days what the catalogue says is ended otherwise" if end else None
    if end is None:
        return f"nothing ends what the catalogue says is kept for {wanted:g} days"
    if end < wanted:
        return f"it ends after {end:g} days what is to be kept for {wanted:g}: {wanted - end:g} early"
    late = end - rounded(kind, wanted)
    return (
        f"it keeps for {end:g} days what is to end after {wanted:g}: {late:g} more than it must" if late > 0 else None
    )


RULE = StackRule(
    name="stack_stores_keep_what_they_say",
    title="Every store ends what it holds when the catalogue says so.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DATA_RETENTION}),
    remediation="Tell the store what the catalogue says, or say in the catalogue what the store does.",
    link="https://eur-lex.europa.eu/eli/reg/2016/679/oj",
)
