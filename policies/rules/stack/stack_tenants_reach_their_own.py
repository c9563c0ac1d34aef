"""A tenant's identities reach what is that tenant's, and of what is shared its own part: no statement names more."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.rules.stack._foreign import Foreign
from policies.rules.stack._identities import identities
from policies.rules.stack._tenants import require_tenants, tenant


def _check(graph: Graph) -> Iterable[Finding | None]:
    require_tenants(graph)
    foreign = Foreign(graph)

    def fault(identity: Resource) -> str | None:
        who = tenant(identity)
        if who is None:
            raise NotApplicable("it is no tenant's")
        return "; ".join(foreign.reached(identity, who)) or None

    yield from each(identities(graph), fault)


RULE = StackRule(
    name="stack_tenants_reach_their_own",
    title="A tenant's identities reach that tenant's data alone.",
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.TENANT_ISOLATION}),
    remediation="Name the tenant's own resources, or narrow the statement to its keys or tags.",
    link="https://docs.aws.amazon.com/whitepapers/latest/saas-architecture-fundamentals/tenant-isolation.html",
)
