"""No network ACL whose entries are resources of their own lets the internet in to SSH or Remote Desktop.

An ACL that declares its entries itself has no others (`aws.ec2.NetworkAcl`): the rule on it speaks.
"""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.model import Finding, Severity
from policies.objectives import Objective
from policies.rules.stack._entries import Entries


def _check(graph: Graph) -> Iterable[Finding | None]:
    entries = Entries(graph)
    yield from each(entries.last_of_each, entries.fault)


RULE = StackRule(
    name="stack_network_acls_are_closed_to_administration",
    title="Network ACLs made of separate rules keep the internet from SSH and Remote Desktop.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.NETWORK_BOUNDARY}),
    remediation="Deny the ports 22 and 3389 by a lower number than what allows them has, or name the sources.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-21",
    sources=("SecurityHub EC2.21", "CIS AWS 5.0.0 5.2"),
)
