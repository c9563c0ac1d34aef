"""A stack with buckets closes the account's buckets to the public as a whole, those to come included."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule
from policies.model import Finding, NotApplicable, Severity
from policies.objectives import Objective
from policies.rules.stack._account import owned_here


def _check(graph: Graph) -> Iterable[Finding | None]:
    owned_here(graph)
    if not graph.of(("aws:s3/bucket:Bucket",)):
        raise NotApplicable("the stack has no buckets")
    found = graph.of(("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",))
    yield None if found else Finding(message="the account does not block public access to its buckets")


RULE = StackRule(
    name="stack_buckets_have_an_account_block",
    title="The account blocks public access to its buckets.",
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.DATA_LOSS_PREVENTION, Objective.PUBLIC_ACCESS}),
    remediation="Declare an AccountPublicAccessBlock.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-1",
    sources=("SecurityHub S3.1", "CIS AWS 3.0.0 2.1.4"),
)
