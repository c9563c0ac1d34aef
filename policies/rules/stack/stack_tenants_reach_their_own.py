"""A tenant's identities reach what is that tenant's, and of what is shared its own part: no statement names more."""

from collections.abc import Iterable, Iterator

from pulumi_policy.proxy import UnknownValueError

from policies.graph import Graph, StackRule, each
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.rules.stack._identities import identities, policies_of, statements_of
from policies.rules.stack._tenants import Belongings, narrowed, own, pooled, require_tenants, speaks, tenant


def _check(graph: Graph) -> Iterable[Finding | None]:
    require_tenants(graph)
    policies = policies_of(graph)
    belongings = Belongings(resource for resource in graph.resources if tenant(resource) or pooled(resource))

    def faults(identity: Resource) -> Iterator[str]:
        who = tenant(identity)
        if who is None:
            raise NotApplicable("it is no tenant's")
        for policy in policies.get(identity.urn, ()):
            named = [graph.by_urn[urn] for urn in policy.property_dependencies.get("policy", ()) if urn in graph.by_urn]
            try:
                found = statements_of([policy])
            except UnknownValueError:
                foreign = [other for other in named if tenant(other) not in (None, who)]
                if not foreign:
                    raise
                yield from (f"it may reach {other.name} of {tenant(other)} ({policy.name})" for other in foreign)
                continue
            for label, one in found:
                for pattern in sorted(one.resources) if one.allows and not own(one, who) else ():
                    for other in belongings.of(pattern, speaks(one)):
                        if tenant(other) not in (None, who):
                            yield f"it may reach {other.name} of {tenant(other)} ({label} {one.label})"
                            break
                        if pooled(other) and not narrowed(one, pattern, other, who):
                            yield f"it may reach every tenant's part of {other.name} ({label} {one.label})"
                            break

    yield from each(identities(graph), lambda identity: "; ".join(dict.fromkeys(faults(identity))))


RULE = StackRule(
    name="stack_tenants_reach_their_own",
    title="A tenant's identities reach that tenant's data alone.",
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.TENANT_ISOLATION}),
    remediation="Name the tenant's own resources, or narrow the statement to its keys or tags.",
    link="https://docs.aws.amazon.com/whitepapers/latest/saas-architecture-fundamentals/tenant-isolation.html",
)
