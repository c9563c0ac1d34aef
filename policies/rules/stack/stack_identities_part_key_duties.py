"""Nobody may both administer and use the same key by the policies attached to them (NIST SP 800-53 Rev. 5 AC-5).

The pipeline's deploy role is an identity like any other.
"""

from collections.abc import Iterable, Iterator, Sequence

from policies.graph import Graph, StackRule, each
from policies.iam.document import Statement
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.rules.stack._duties import ADMINISTER, USE, meet, rights, withheld
from policies.rules.stack._identities import identities
from policies.rules.stack._policies import Policies, known_statements_of


def _check(graph: Graph) -> Iterable[Finding | None]:
    policies = Policies(graph)

    def fault(identity: Resource) -> str | None:
        given, doubt = policies.of(identity), policies.doubt(identity)
        if not given and not doubt:
            raise NotApplicable("the stack has no policy of it")
        labelled, unread = known_statements_of(given)
        told = "; ".join(_faults(labelled))
        if hides := unread or (policies.doubt(identity, denying=True) if told else doubt):
            raise hides
        return told or None

    yield from each(identities(graph), fault)


def _faults(labelled: Sequence[tuple[str, Statement]]) -> Iterator[str]:
    found = [statement for _, statement in labelled]
    administer, use = (
        [(right, one) for label, one in labelled for right in rights([one], kind, f"{label} ")]
        for kind in (ADMINISTER, USE)
    )
    for administers, changed in administer:
        for uses, used in use:
            if not meet(changed, used):
                continue
            if not withheld(administers, used, found) and not withheld(uses, changed, found):
                yield f"it administers ({administers.label}) and uses ({uses.label}) the same keys"


RULE = StackRule(
    name="stack_identities_part_key_duties",
    title="Nobody's policies let them both administer and use a key.",
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.KEY_MANAGEMENT, Objective.SEPARATION_OF_DUTIES}),
    remediation="Deny it to administer the keys that it uses, or give the two to different roles.",
    link="https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-administrators",
)
