"""No network ACL whose entries are resources of their own lets the internet in to SSH or Remote Desktop.

An ACL that declares its entries itself has no others (`aws.ec2.NetworkAcl`): the rule on it speaks.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial

from pulumi_policy.proxy import UnknownValueError

from policies.answers import all_hold
from policies.graph import Graph, StackRule, each, texts
from policies.model import Finding, Resource, Severity
from policies.objectives import Objective
from policies.read import value
from policies.references import OpenElsewhereError
from policies.rules.ec2._network_acl import admitted

ENTRY = "aws:ec2/networkAclRule:NetworkAclRule"
ACLS = frozenset({"aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "aws:ec2/networkAcl:NetworkAcl"})


def _enters(entry: Resource) -> bool:
    return not value(entry.props, "egress", False)


def _may_enter(entry: Resource, action: str) -> bool:
    """Return whether *entry* is on what enters and does *action* with it. Raises `UnknownValueError` if it may."""
    return all_hold(lambda: _enters(entry), lambda: value(entry.props, "ruleAction") == action)


def _note(noted: list[tuple[Resource, UnknownValueError]], entry: Resource, error: UnknownValueError) -> None:
    noted.append((entry, error))


def _check(graph: Graph) -> Iterable[Finding | None]:
    entries: Mapping[str, list[Resource]] = defaultdict(list)
    elsewhere: list[tuple[Resource, UnknownValueError]] = []
    for entry in graph.of((ENTRY,)):
        acls = [acl.urn for acl in graph.origins(entry, "networkAclId", ACLS)]
        noted = partial(_note, elsewhere, entry)
        for acl in acls or texts(entry.props, "networkAclId", noted):
            entries[acl].append(entry)

    def check(last: Resource) -> str | None:
        entering = [entry.props for entry in entries[acl_by_last[last.urn]] if _enters(entry)]
        fault = admitted(entering, "ruleNumber", "ruleAction")
        against = "deny" if fault else "allow"
        for entry, error in elsewhere:
            if _may_enter(entry, against):
                raise OpenElsewhereError(entry, error)
        return fault

    acl_by_last = {found[-1].urn: acl for acl, found in entries.items()}
    yield from each([found[-1] for found in entries.values()], check)


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
