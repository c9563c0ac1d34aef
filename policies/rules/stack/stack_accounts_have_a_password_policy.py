"""A stack that makes identities sets what passwords of the account must be like."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule
from policies.model import Finding, NotApplicable, Severity
from policies.objectives import Objective
from policies.rules.stack._account import owned_here
from policies.rules.stack._identities import identities


def _check(graph: Graph) -> Iterable[Finding | None]:
    owned_here(graph)
    if not identities(graph):
        raise NotApplicable("the stack makes no identities")
    found = graph.of(("aws:iam/accountPasswordPolicy:AccountPasswordPolicy",))
    yield None if found else Finding(message="the account has no password policy")


RULE = StackRule(
    name="stack_accounts_have_a_password_policy",
    title="The account has a password policy.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.PASSWORDS}),
    remediation="Declare an AccountPasswordPolicy.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-7",
    sources=("SecurityHub IAM.7", "CIS AWS 3.0.0 1.8"),
)
