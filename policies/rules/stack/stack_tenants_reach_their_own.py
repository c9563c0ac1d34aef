"""A tenant's identities reach what is that tenant's, and of what is shared its own part: no statement names more."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import NoReturn

from pulumi_policy.proxy import UnknownValueError

from policies.graph import Graph, StackRule, each
from policies.iam.document import Statement
from policies.lists import answers, first, those
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.references import of_another
from policies.rules.stack._identities import Policies, identities, known_statements_of
from policies.rules.stack._tenants import Belongings, may_belong, narrowed, own, pooled, require_tenants, speaks, tenant


def _check(graph: Graph) -> Iterable[Finding | None]:
    require_tenants(graph)
    policies = Policies(graph)
    belongings = Belongings(filter(may_belong, graph.resources))

    def fault(identity: Resource) -> str | None:
        who = tenant(identity)
        if who is None:
            raise NotApplicable("it is no tenant's")
        doubt = policies.doubt(identity)
        asked = [partial(reached, policy, who) for policy in policies.of(identity)]
        told = answers([*asked, partial(_fail, doubt)] if doubt else asked, lambda ask: ask())
        return "; ".join(dict.fromkeys(each for faults in told for each in faults)) or None

    def reached(policy: Resource, who: str) -> Sequence[str]:
        found, unknown = known_statements_of([policy])
        if unknown:
            named = [graph.by_urn[urn] for urn in policy.property_dependencies.get("policy", ()) if urn in graph.by_urn]
            foreign = those(named, lambda other: tenant(other) not in (None, who))
            if not foreign:
                raise unknown
            return [f"it may reach {other.name} of {tenant(other)} ({policy.name})" for other in foreign]
        patterns = [
            (label, one, pattern)
            for label, one in found
            for pattern in (sorted(one.resources) if one.allows and not own(one, who) else ())
        ]
        return answers(patterns, lambda each: taken_in(*each, who))

    def taken_in(label: str, one: Statement, pattern: str, who: str) -> str | None:
        def of(other: Resource) -> str | None:
            whose = of_another(other, lambda: tenant(other))
            if whose not in (None, who):
                return f"it may reach {other.name} of {whose} ({label} {one.label})"
            if of_another(other, lambda: pooled(other)) and not narrowed(one, pattern, other, who):
                return f"it may reach every tenant's part of {other.name} ({label} {one.label})"
            return None

        return first(belongings.of(pattern, speaks(one)), of)

    yield from each(identities(graph), fault)


def _fail(error: UnknownValueError) -> NoReturn:
    raise error


RULE = StackRule(
    name="stack_tenants_reach_their_own",
    title="A tenant's identities reach that tenant's data alone.",
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.TENANT_ISOLATION}),
    remediation="Name the tenant's own resources, or narrow the statement to its keys or tags.",
    link="https://docs.aws.amazon.com/whitepapers/latest/saas-architecture-fundamentals/tenant-isolation.html",
)
