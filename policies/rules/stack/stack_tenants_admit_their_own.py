"""What is one tenant's lets no other tenant's identity in by its policy or a grant, and lies under no other's key."""

from collections.abc import Iterable, Iterator

from pulumi_policy.proxy import UnknownValueError

from policies.graph import Graph, StackRule, each
from policies.iam.unknowns import known_statements
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.rules.stack._duties import EVERYONE, who
from policies.rules.stack._identities import TYPES
from policies.rules.stack._keys import KEY_BY_TYPE
from policies.rules.stack._tenants import Belongings, owners, require_tenants, tenant

KEYS = frozenset({"aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"})
IDENTITIES = frozenset[str]().union(*TYPES.values())


def _check(graph: Graph) -> Iterable[Finding | None]:
    require_tenants(graph)
    belongings = Belongings(resource for resource in graph.resources if tenant(resource))

    def admitted(resource: Resource) -> Iterator[Resource]:
        try:
            allowed = {arn for one in known_statements(resource.props.get("policy")) if one.allows for arn in who(one)}
            yield from (other for arn in sorted(allowed - {EVERYONE}) for other in belongings.of(arn, "iam".__eq__))
        except UnknownValueError:
            found = graph.origins(resource, "policy", IDENTITIES)
            if all(tenant(other) is None for other in found):
                raise
            yield from found
        yield from graph.targets(resource, "granteePrincipal", IDENTITIES)
        yield from graph.targets(resource, KEY_BY_TYPE.get(resource.type, "").partition(".")[0], KEYS)

    def check(resource: Resource) -> str | None:
        whose = {tenant(owner) for owner in owners(graph, resource)} - {None}
        if not whose:
            raise NotApplicable("it is no tenant's")
        others = [other for other in admitted(resource) if tenant(other) not in (None, *whose)]
        how = {True: "lies under", False: "lets in"}
        ways = (f"it {how[other.type in KEYS]} {other.name} of {tenant(other)}" for other in others)
        return "; ".join(dict.fromkeys(ways)) or None

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
