"""Rules that an audit trail is watched: by a metric filter on its log group, and an alarm that tells somebody.

What to watch for is section 4 of the CIS AWS Foundations Benchmark.
"""

from collections.abc import Iterable, Sequence
from functools import cache, partial

from policies.graph import Graph, StackRule, each
from policies.lists import some
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.references import tried
from policies.rules.stack._filters import GROUP, Heard, Terms, filters_of

TRAIL = "aws:cloudtrail/trail:Trail"


def watch(
    name: str,
    of: str,
    *,
    events: Iterable[str] = (),
    source: str = "",
    terms: Iterable[str] = (),
    objective: Objective,
    sources: tuple[str, ...],
) -> StackRule:
    """Return the rule *name*, that trails are watched for *of*.

    Of *events* each must be named by some filter, and not by one that is for another service than their *source*;
    *terms* of a pattern, without spaces and quotes, all by one.
    """
    wanted = frozenset(f"$.eventName={event}" for event in events)
    together = frozenset(terms)

    def check(graph: Graph) -> Iterable[Finding | None]:
        trails = graph.of((TRAIL,))
        if not trails:
            raise NotApplicable("the stack has no trail")
        filters = filters_of(graph)

        def fault_on(groups: Iterable[Resource]) -> str | None:
            heard = filters.on(groups, source)
            if missing := _lacking(heard, wanted):
                told = ", ".join(term.rpartition("=")[2] for term in missing)
                return f"no alarm tells of {of}: {told}"
            return None if some(heard, partial(_tells, together)) else f"no alarm tells of {of}"

        @cache
        def nowhere() -> bool:
            return all(tried(partial(fault_on, [group]))[0] for group in graph.of(GROUP))

        def fault(trail: Resource) -> str | None:
            groups, unknown = filters.groups(graph, trail)
            if unknown and not nowhere():
                raise unknown
            return f"no alarm tells of {of}" if unknown else fault_on(groups)

        yield from each(trails, fault)

    return StackRule(
        name=name,
        title=f"The audit trail is watched for {of}.",
        check=check,
        severity=Severity.MEDIUM,
        objectives=frozenset({Objective.MONITORING, objective}),
        remediation="Declare a LogMetricFilter on the trail's log group and an alarm with actions on its metric.",
        link="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html",
        sources=sources,
    )


def _lacking(heard: Sequence[Heard], wanted: Terms) -> Sequence[str]:
    """Return those of *wanted* that none of the filters *heard* is known, or may turn out, to be for.

    Raises:
        UnknownValueError: some aren't known to be, and all may turn out to be.
    """
    missing = wanted.difference(*(terms for terms, doubt in heard if terms and not doubt))
    doubted = [(terms, doubt) for terms, doubt in heard if doubt]
    lacking = missing.difference(*(wanted if terms is None else terms for terms, _ in doubted))
    if missing and not lacking:
        raise next(doubt for _, doubt in doubted)
    return sorted(lacking)


def _tells(together: Terms, heard: Heard) -> bool:
    """Return whether a filter *heard* is for events of which all of *together* hold.

    Raises:
        UnknownValueError: it may be.
    """
    terms, doubt = heard
    if terms is not None and not together <= terms:
        return False
    if doubt:
        raise doubt
    return True
