"""What a role may do with a resource, as far as the stack's own policies say it.

An action is allowed where a statement allows it on that resource and none refuses it outright; conditions are taken as
met, for they speak of requests and not of resources (IAM User Guide, "Policy evaluation logic"). A policy of AWS's own
grants what `MANAGED` says. A policy that isn't known yet counts where it comes from the resource.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from policies.graph import Graph, known
from policies.iam.document import Statement
from policies.iam.patterns import pattern
from policies.iam.unknowns import known_statements
from policies.model import Resource
from policies.paths.leg import Leg, contained
from policies.paths.lookups import Answers
from policies.rules.stack._identities import attachments
from policies.rules.stack._policies import Policies

ROLE = frozenset({"aws:iam/role:Role"})


@dataclass(frozen=True, kw_only=True)
class Need:
    """What a hop asks of a policy."""

    actions: Sequence[str]
    """In lower case, such as `s3:putobject`."""
    on: Resource
    """The resource that they are taken on, or on parts of."""
    what: str
    """What for, as a message says it."""
    by: str = "arn"
    """The property of the resource that statements name it by."""


class Grants:
    """The roles of a stack and their policies."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._policies = Policies(graph)
        self._attached = Answers(graph, self._attachments)

    def assumed(self, holder: Resource, prop: str, service: str, hop: str, leg: Leg) -> Resource | None:
        """Return the role that *prop* of *holder* names, once *service* may assume it."""
        roles = self._graph.targets(holder, prop, ROLE)
        if not roles:
            leg.lacks(holder, hop, f"its {prop} names no role of the stack: give it one that {service} assumes")
            return None
        role = roles[0]
        leg.rests_on(role)
        document = known(role.props, "assumeRolePolicy")
        if document is None:
            leg.asks(role, hop, "whom it trusts isn't known yet")
        elif not any(_trusts(each, service) for each in known_statements(document)):
            leg.lacks(role, hop, f"{service} may not assume it: let its trust policy allow sts:AssumeRole to that")
        return role

    @contained
    def allows(self, role: Resource, need: Need, hop: str, leg: Leg) -> None:
        """Follow *need* to the policies of *role*."""
        for doubt in self._policies.doubts_of(role):
            self._graph.pass_over(doubt.by, doubt.error)
        missing, unknown = _granted(self._policies.of(role), "policy", need, leg)
        if missing and unknown:
            leg.asks(role, hop, f"whether it may {need.what} isn't known yet")
        elif missing:
            listed = ", ".join(missing)
            leg.lacks(role, hop, f"it may not {need.what}: allow {listed} on {need.on.name} in its policy")

    @contained
    def admits(self, policies: Iterable[Resource], prop: str, service: str, need: Need, hop: str, leg: Leg) -> None:
        """Follow *need* of the service principal *service*, or of anyone named, to the resource's own *policies*."""
        who = service or "the account"
        found = [*policies]
        missing, unknown = _granted(found, prop, need, leg, service)
        if missing and unknown:
            leg.asks(need.on, hop, f"whether {who} may {need.what} isn't known yet")
        elif missing:
            listed = ", ".join(missing)
            place = found[0] if found else need.on
            leg.lacks(place, hop, f"{who} may not {need.what}: allow it {listed} in the policy of {need.on.name}")

    @contained
    def attached(self, role: Resource, managed: str, hop: str, leg: Leg) -> None:
        """Follow to the attachment of AWS's policy *managed*, by the end of its ARN, to *role*."""
        for by, what in self._attached[()].get(role.urn, ()):
            if any(arn.endswith(f"/{managed}") for arn in self._graph.texts(by, what)):
                leg.rests_on(by)
                return
        leg.lacks(role, hop, f"AWS's policy {managed} isn't attached to it: declare a RolePolicyAttachment")

    def _attachments(self, _all: tuple[()]) -> Mapping[str, Sequence[tuple[Resource, str]]]:
        found: dict[str, list[tuple[Resource, str]]] = defaultdict(list)
        for role, by, what in attachments(self._graph, "role"):
            found[role.urn].append((by, what))
        return found


def _granted(
    policies: Sequence[Resource], prop: str, need: Need, leg: Leg, service: str = ""
) -> tuple[Sequence[str], bool]:
    """Return which actions of *need* none of *policies* grants, and whether some aren't known yet."""
    wanted = frozenset(need.actions)
    granted, refused = set[str](), set[str]()
    unknown = False
    named = known(need.on.props, need.by)
    for policy in policies:
        document = known(policy.props, prop)
        if document is None or not isinstance(named, str):
            if need.on.urn in policy.property_dependencies.get(prop, ()):
                leg.rests_on(policy)
                granted |= wanted
            unknown = True
            continue
        for each in known_statements(document):
            addressed = not service or service in each.named("Service") or (each.anyone and not each.allows)
            if not addressed:
                continue
            covered = each.covers(wanted) if _speaks_of(each, named, need.by) else frozenset[str]()
            if covered and each.allows:
                leg.rests_on(policy, each.label)
                granted |= covered
            elif covered and not each.conditions:
                refused |= covered
    return sorted((wanted - granted) | refused), unknown


def _speaks_of(statement: Statement, named: str, by: str) -> bool:
    """Return whether *statement* speaks of the resource that its property *by* calls *named*, or of parts of it."""
    if by != "arn":
        return any(named in each or each == "*" for each in statement.reach)
    parts = (f"{named}/", f"{named}:", f"{named}*")
    return any(pattern(each).matches(named) or each.startswith(parts) for each in statement.reach)


def _trusts(statement: Statement, service: str) -> bool:
    return statement.allows and service in statement.named("Service") and statement.acts("sts:assumerole")
