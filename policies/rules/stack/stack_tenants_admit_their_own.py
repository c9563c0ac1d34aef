"""What is one tenant's lets no other tenant's identity in by its policy or a grant, and lies under no other's key."""

from collections.abc import Iterable, Sequence

from pulumi_policy.proxy import UnknownValueError

from policies.graph import Graph, StackRule, each
from policies.iam.unknowns import known_statements
from policies.lists import answers, some
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.references import of_another
from policies.rules.stack._duties import EVERYONE, who
from policies.rules.stack._identities import TYPES
from policies.rules.stack._keys import KEY_BY_TYPE
from policies.rules.stack._tenants import Belongings, may_belong, owners, require_tenants, tenant

KEYS = frozenset({"aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"})
IDENTITIES = frozenset[str]().union(*TYPES.values())


def _check(graph: Graph) -> Iterable[Finding | None]:
    require_tenants(graph)
    belongings = Belongings(filter(may_belong, graph.resources))

    def by_policy(resource: Resource) -> Sequence[Resource]:
        try:
            allowed = {arn for one in known_statements(resource.props.get("policy")) if one.allows for arn in who(one)}
        except UnknownValueError:
            found = graph.origins(resource, "policy", IDENTITIES)
            if not some(found, tenant):
                raise
            return found
        return [other for arn in sorted(allowed - {EVERYONE}) for other in belongings.of(arn, "iam".__eq__)]

    def by_grant(resource: Resource) -> Sequence[Resource]:
        return graph.all_targets(resource, "granteePrincipal", IDENTITIES)

    def by_key(resource: Resource) -> Sequence[Resource]:
        return graph.all_targets(resource, KEY_BY_TYPE.get(resource.type, "").partition(".")[0], KEYS)

    def check(resource: Resource) -> str | None:
        whose = {tenant(owner) for owner in owners(graph, resource)} - {None}
        if not whose:
            raise NotApplicable("it is no tenant's")

        def way(other: Resource) -> str | None:
            theirs = of_another(other, lambda: tenant(other))
            how = "lies under" if other.type in KEYS else "lets in"
            return None if theirs in (None, *whose) else f"it {how} {other.name} of {theirs}"

        ways = answers((by_policy, by_grant, by_key), lambda ask: answers(ask(resource), way))
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
