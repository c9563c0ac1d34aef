"""Nobody may both administer a key and use it, by what its policy and grants say (NIST SP 800-53 Rev. 5 AC-5)."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.model import Finding, Resource, Severity
from policies.objectives import Objective
from policies.references import OpenReferenceError
from policies.rules.stack._duties import duties_joined

KEYS = frozenset({"aws:kms/externalKey:ExternalKey", "aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"})
POLICY, GRANT = "aws:kms/keyPolicy:KeyPolicy", "aws:kms/grant:Grant"


def _check(graph: Graph) -> Iterable[Finding | None]:
    policies = graph.referrers("keyId", by=(POLICY,), to=KEYS)
    grants = graph.referrers("keyId", by=(GRANT,), to=KEYS)

    def check(key: Resource) -> str | None:
        apart, given = policies.of(key), grants.of(key)
        fault = "; ".join(duties_joined(key, apart, given))
        for by, error in policies.possible(key):
            if error and any(duties_joined(key, [*apart, by], given)) is not bool(fault):
                raise OpenReferenceError(policies, by, error)
        for by, error in () if fault else grants.possible(key):
            if error and any(duties_joined(key, apart, [*given, by])):
                raise OpenReferenceError(grants, by, error)
        return fault or None

    yield from each(graph.of(KEYS), check)


RULE = StackRule(
    name="stack_keys_part_their_duties",
    title="Nobody both administers and uses a key.",
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.KEY_MANAGEMENT, Objective.SEPARATION_OF_DUTIES}),
    remediation="Deny its administrators the use of it, or take administration from its users.",
    link="https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-administrators",
)
