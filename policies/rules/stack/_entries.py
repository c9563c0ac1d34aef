"""The entries of network ACLs that are resources of their own."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pulumi_policy.proxy import UnknownValueError

from policies.answers import all_hold
from policies.graph import Graph, texts
from policies.model import Resource
from policies.read import value
from policies.references import OpenElsewhereError
from policies.rules.ec2._network_acl import admitted

ENTRY = "aws:ec2/networkAclRule:NetworkAclRule"
ACLS = frozenset({"aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "aws:ec2/networkAcl:NetworkAcl"})


class Entries:
    """The entries of each ACL, and those of which it isn't known whose they are."""

    def __init__(self, graph: Graph) -> None:
        self._of: Mapping[str, list[Resource]] = defaultdict(list)
        self._unplaced: list[tuple[Resource, UnknownValueError]] = []
        for entry in graph.of((ENTRY,)):
            unknown: list[UnknownValueError] = []
            acls = [acl.urn for acl in graph.origins(entry, "networkAclId", ACLS)]
            for acl in acls or texts(entry.props, "networkAclId", unknown.append):
                self._of[acl].append(entry)
            for error in unknown:
                graph.pass_over(entry, error)
                self._unplaced.append((entry, error))
        self._acl_by_last = {found[-1].urn: acl for acl, found in self._of.items()}

    @property
    def last_of_each(self) -> Sequence[Resource]:
        """The last entry of each ACL, which stands for that."""
        return [found[-1] for found in self._of.values()]

    def fault(self, last: Resource) -> str | None:
        """Return what is wrong with the ACL that *last* is the last entry of.

        Raises:
            UnknownValueError: it hangs on a value that is not known, or on an entry that may be of that ACL too.
        """
        entering = [entry.props for entry in self._of[self._acl_by_last[last.urn]] if _enters(entry)]
        fault = admitted(entering, "ruleNumber", "ruleAction")
        against = "deny" if fault else "allow"
        for entry, error in self._unplaced:
            if _may_enter(entry, against):
                raise OpenElsewhereError(entry, error)
        return fault


def _enters(entry: Resource) -> bool:
    return not value(entry.props, "egress", False)


def _may_enter(entry: Resource, action: str) -> bool:
    """Return whether *entry* is on what enters and does *action* with it. Raises `UnknownValueError` if it may."""
    return all_hold(lambda: _enters(entry), lambda: value(entry.props, "ruleAction") == action)
