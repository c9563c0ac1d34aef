"""What is one tenant's lets no other tenant's identity in by its policy or a grant, and lies under no other's key."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.lists import answers
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.references import of_another
from policies.rules.stack._foreign import IDENTITIES, named_by
from policies.rules.stack._keys import KEY_BY_TYPE
from policies.rules.stack._tenants import Belongings, may, owners, require_tenants, tenant

KEYS = frozenset({"aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"})


def _check(graph: Graph) -> Iterable[Finding | None]:
    require_tenants(graph)
    belongings = Belongings(filter(may(tenant), graph.resources))

    def check(resource: Resource) -> str | None:
        whose = {tenant(owner) for owner in owners(graph, resource)} - {None}
        if not whose:
            raise NotApplicable("it is no tenant's")

        def way(other: Resource) -> str | None:
            theirs = of_another(other, lambda: tenant(other))
            how = "lies under" if other.type in KEYS else "lets in"
            return None if theirs in (None, *whose) else f"it {how} {other.name} of {theirs}"

        key = KEY_BY_TYPE.get(resource.type, "").partition(".")[0]
        asked = (
            lambda: named_by(resource, graph, belongings),
            lambda: graph.all_targets(resource, "granteePrincipal", IDENTITIES),
            lambda: graph.all_targets(resource, key, KEYS),
        )
        ways = answers(asked, lambda ask: answers(ask(), way))
        return "; ".join(dict.fromkeys(each for found in ways for each in found)) or None

    yield from each(graph.resources, check)


RULE = StackRule(
    name="stack_tenants_admit_their_own",
    title="What is one tenant's is open to that tenant alone.",
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.TENANT_ISOLATION}),
    remediation="Name the tenant's own identities and its own key.",
    link="https://docs.aws.amazon.com/whitepapers/latest/saas-architecture-fundamentals/tenant-isolation.html",
)
