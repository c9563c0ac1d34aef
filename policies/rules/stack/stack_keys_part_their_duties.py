"""Nobody may both administer a key and use it, by what its policy and grants say (NIST SP 800-53 Rev. 5 AC-5)."""

from collections.abc import Iterable, Iterator

from policies.graph import Graph, StackRule, each
from policies.iam.unknowns import known_statements
from policies.model import Finding, Resource, Severity
from policies.objectives import Objective
from policies.read import items
from policies.rules.stack._duties import ADMINISTER, EVERYONE, USE, Right, among, denied, rights

KEYS = frozenset({"aws:kms/externalKey:ExternalKey", "aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"})
POLICY, GRANT = "aws:kms/keyPolicy:KeyPolicy", "aws:kms/grant:Grant"


def _check(graph: Graph) -> Iterable[Finding | None]:
    policies = graph.referred("keyId", by=(POLICY,), to=KEYS)
    grants = graph.referred("keyId", by=(GRANT,), to=KEYS)

    def faults(key: Resource) -> Iterator[str]:
        apart = policies.get(key.urn, ())
        texts = [policy.props.get("policy") for policy in apart] or [key.props.get("policy")]
        if texts == [None]:
            yield "it has no policy, and the default one lets whoever IAM allows administer and use it"
        found = [statement for text in texts for statement in known_statements(text)]
        administer = list(rights(found, ADMINISTER))
        use = [*rights(found, USE), *(_granted(grant) for grant in grants.get(key.urn, ()))]
        for administers, uses in ((one, other) for one in administer for other in use if other.actions):
            both = {who for who in administers.who if among(who, uses.who)}
            both |= {who for who in uses.who if among(who, administers.who)}
            for who in sorted(both):
                if not any(denied(who, right, found) for right in (administers, uses)):
                    name = "whoever IAM allows" if who == EVERYONE else who.rpartition(":")[2]
                    yield f"{name} administers it ({administers.label}) and uses it ({uses.label})"

    yield from each(graph.of(KEYS), lambda key: "; ".join(faults(key)))


def _granted(grant: Resource) -> Right:
    actions = frozenset(f"kms:{operation.lower()}" for operation in items(grant.props, "operations"))
    return Right(
        label=f"grant {grant.name}", actions=actions & USE, who=frozenset(items(grant.props, "granteePrincipal"))
    )


RULE = StackRule(
    name="stack_keys_part_their_duties",
    title="Nobody both administers and uses a key.",
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.KEY_MANAGEMENT, Objective.SEPARATION_OF_DUTIES}),
    remediation="Deny its administrators the use of it, or take administration from its users.",
    link="https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-administrators",
)
