"""Who administers an account, by which policy, and whose that is by which path."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pulumi_policy.proxy import UnknownValueError

from policies.graph import ELEVATION, Graph, known, texts
from policies.iam.document import Statement
from policies.iam.findings import told
from policies.iam.questions import ANY_NAME, Judge, held
from policies.iam.standing import standing
from policies.iam.unknowns import known_statements
from policies.model import Resource
from policies.permissions import PERMISSION_SET, WAYS
from policies.rules.iam.iam_attachment_is_not_administrator import makes_administrator
from policies.rules.iam.iam_policy_cannot_escalate import ESCALATING, HARMLESS
from policies.rules.iam.iam_policy_is_not_administrator import EVERYTHING
from policies.rules.stack._identities import TYPES, identities
from policies.rules.stack._policies import POLICY, Policies, known_statements_of

SETS = frozenset({"aws:ssoadmin/permissionSet:PermissionSet"})
OF_KIND = {**TYPES, PERMISSION_SET: SETS}
BOUNDED = TYPES["role"] | TYPES["user"]
"""What has a boundary (IAM User Guide, "Permissions boundaries for IAM entities"). A permission set has one by a
resource apart from it, which counts for nothing here."""
QUESTIONS: Sequence[Judge] = (
    EVERYTHING,
    *(held(each, f"arn:*:iam::*:{kind}/{ANY_NAME}", guards=HARMLESS) for kind, each in ESCALATING.items()),
)
"""Each asks for a way to all there is: to have it, or to give it to oneself."""
BELONGING = (
    ("aws:iam/groupMembership:GroupMembership", "group", TYPES["group"]),
    ("aws:iam/userGroupMembership:UserGroupMembership", "groups", TYPES["group"]),
    ("aws:ssoadmin/accountAssignment:AccountAssignment", "permissionSetArn", SETS),
)
"""What makes people have what a group or a permission set has: its type, and the property that names that."""


class Administrators:
    """Who administers by a stack's policies, or by those of AWS's own that it attaches."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._policies = Policies(graph)
        self._attached: dict[str, list[str]] = defaultdict(list)
        for way in WAYS:
            for giver in graph.of((way.type,)) if way.attached else ():
                arns = [each for each in texts(giver.props, way.prop) if makes_administrator(each)]
                targets = graph.targets(giver, way.named_by, OF_KIND[way.kind]) if way.identity else [giver]
                for identity in targets if arns else ():
                    self._attached[identity.urn] += [f"{each.rpartition('/')[2]} by {giver.name}" for each in arns]
        self._people: dict[str, list[str]] = defaultdict(list)
        for kind, prop, of in BELONGING:
            for by in graph.of((kind,)):
                for identity in graph.targets(by, prop, of):
                    self._people[identity.urn].append(by.name)
        self._inline = graph.referred(
            "permissionSetArn", by=("aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",), to=SETS
        )

    @property
    def subjects(self) -> Sequence[Resource]:
        """Who may be one."""
        return [*identities(self._graph), *self._graph.of(SETS)]

    def fault(self, identity: Resource) -> str | None:
        """Return by what *identity* administers, and who is it, or None.

        Raises:
            UnknownValueError: it hangs on what isn't known yet.
        """
        how = self._power(identity)
        if not how or self._bounded(identity):
            return None
        if identity.type in TYPES["role"]:
            who = self._assumes(identity)
            return f"it administers ({how}), whoever takes it ({who})" if who else None
        people = ", ".join(sorted(self._people[identity.urn]))
        return f"it administers ({how})" + (f", and so do those whom {people} names" if people else "")

    def _power(self, identity: Resource) -> str | None:
        if found := self._attached.get(identity.urn):
            return found[0]
        if identity.type in SETS:
            given = [
                (by.name, each)
                for by in self._inline.get(identity.urn, ())
                for each in known_statements(by.props.get("inlinePolicy"), "inlinePolicy")
            ]
            return _administers(given)
        labelled, unread = known_statements_of(self._policies.of(identity))
        how, doubt = _administers(labelled), self._policies.doubt(identity)
        if hides := unread or (self._policies.doubt(identity, denying=True) if how else doubt):
            raise hides
        return how

    def _bounded(self, identity: Resource) -> bool:
        """Return whether a boundary that can be read keeps *identity* from administering."""
        if identity.type not in BOUNDED:
            return False
        unknown = list[UnknownValueError]()
        policies = self._graph.targets(identity, "permissionsBoundary", POLICY, unknown.append)
        if unknown:
            raise unknown[0]
        if policies:
            return not _administers(_all_of(policies))
        arn = known(identity.props, "permissionsBoundary")
        return isinstance(arn, str) and ":iam::aws:" in arn and not makes_administrator(arn)

    def _assumes(self, role: Resource) -> str | None:
        """Return who may assume *role* at any time, or None where it is behind glass, or lent for a while."""
        trust = known_statements(role.props.get("assumeRolePolicy"), "assumeRolePolicy")
        desk = self._desk(role)
        lenders = [
            arn
            for each in (self._graph.of(TYPES["role"]) if desk else ())
            if each.urn != role.urn and self._desk(each) == desk and isinstance(arn := known(each.props, "arn"), str)
        ]
        found = standing(trust, lenders)
        return told(found) if found else None

    def _desk(self, resource: Resource) -> str | None:
        """Return the URN of the elevation that *resource* is a part of, if it is of one."""
        above = resource
        while above.parent and (parent := self._graph.by_urn.get(above.parent)):
            if parent.type == ELEVATION:
                return parent.urn
            above = parent
        return None


def _administers(labelled: Sequence[tuple[str, Statement]]) -> str | None:
    """Return how statements, each with the name of its policy, give everything, or a way to it."""
    found = [replace(each, label=f"{name} {each.label}") for name, each in labelled]
    return next(_witnesses(found), None)


def _witnesses(found: Sequence[Statement]) -> Iterator[str]:
    for ask in QUESTIONS:
        if witness := ask(found):
            yield told(witness)


def _all_of(policies: Sequence[Resource]) -> Sequence[tuple[str, Statement]]:
    labelled, unread = known_statements_of(policies)
    if unread:
        raise unread
    return labelled
