"""The policies that are the identities' of a stack: of their own or attached to them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from pulumi_policy.proxy import UnknownValueError

from policies.graph import Graph, known
from policies.iam.document import Statement
from policies.iam.unknowns import known_statements
from policies.lists import gathered
from policies.model import Resource
from policies.read import items, numbered
from policies.references import OpenElsewhereError, of_another, tried
from policies.rules.stack._identities import TYPES, attaching

POLICY = frozenset({"aws:iam/policy:Policy"})
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"


class Policies:
    """The policies of each identity. What AWS or another stack made is not among them."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._found: dict[str, dict[str, Resource]] = defaultdict(dict)
        self._doubts: dict[str, list[Doubt]] = defaultdict(list)
        """By an identity's URN, or by the type of identities any of which may be meant."""
        for kind in TYPES:
            for policy in graph.of((f"aws:iam/{kind}Policy:{kind.capitalize()}Policy",)):
                self._give(policy, kind, kind, [policy])
            for way in attaching(kind):
                for giver in graph.of((way.type,)):
                    if way.identity or way.prop in set(giver.props):
                        unknown = list[UnknownValueError]()
                        given = graph.targets(giver, way.prop, POLICY, unknown.append)
                        self._give(giver, kind, way.named_by, given, unknown)
        for role in graph.of(TYPES["role"]):
            self._add_inline(role)

    def of(self, identity: Resource) -> Sequence[Resource]:
        """Return those that *identity* is known to have."""
        return [*self._found.get(identity.urn, {}).values()]

    def doubt(self, identity: Resource, *, denying: bool = False) -> UnknownValueError | None:
        """Return why *identity* may have others, or *denying* ones, where it may."""
        found = next((each for each in self.doubts_of(identity) if not denying or each.choice.denies), None)
        if not found:
            return None
        return found.error if found.by.urn == identity.urn else OpenElsewhereError(found.by, found.error)

    def doubts_of(self, identity: Resource) -> Sequence["Doubt"]:
        """Return all that is not known of what *identity* has."""
        return (*self._doubts.get(identity.urn, ()), *self._doubts.get(identity.type, ()))

    @cached_property
    def _any(self) -> "_Choice":
        return _Choice(self._graph.of(POLICY))

    def _give(
        self,
        by: Resource,
        kind: str,
        named_by: str,
        given: Sequence[Resource],
        unknown: Sequence[UnknownValueError] = (),
    ) -> None:
        """Note that *by* gives the policies *given*, and others that are *unknown*, to whom it names."""
        unnamed = list[UnknownValueError]()
        for identity in self._graph.targets(by, named_by, TYPES[kind], unnamed.append) if named_by else [by]:
            self._found[identity.urn] |= {policy.urn: policy for policy in given}
            self._doubts[identity.urn] += [Doubt(by, error, self._any) for error in unknown]
        for each in TYPES[kind] if unnamed else ():
            choice = self._any if unknown else _Choice(given)
            self._doubts[each] += [Doubt(by, error, choice) for error in unnamed]

    def _add_inline(self, role: Resource) -> None:
        own, error = gathered(_inline(role))
        if own:
            found = self._found[role.urn]
            documents = [known(policy.props, "policy") for policy in found.values()]
            found |= {each.urn: each for each in own if known(each.props, "policy") not in documents}
        if error:
            self._doubts[role.urn].append(Doubt(role, error, _Choice(None)))


@dataclass(frozen=True)
class _Choice:
    """The policies that one whose name is not known may be; None where it may be any document."""

    policies: Sequence[Resource] | None

    @cached_property
    def denies(self) -> bool:
        """Whether one of them may deny something."""
        return self.policies is None or any(map(_denies, self.policies))


@dataclass(frozen=True)
class Doubt:
    """Something that gives policies, of which it is not known who has them or which they are."""

    by: Resource
    error: UnknownValueError
    choice: _Choice


def _denies(policy: Resource) -> bool:
    found, unknown = tried(lambda: statements_of([policy]))
    return bool(unknown) or any(not each.allows for _, each in found or ())


def _inline(role: Resource) -> Iterator[Resource]:
    """Yield what stands in the role itself; what was deployed shows there too what a resource of its own declares."""
    for label, block in numbered(items(role.props, "inlinePolicies"), "inlinePolicies"):
        name = known(block, "name") or label
        yield Resource(type=ROLE_POLICY, urn=f"{role.urn}#{name}", name=name, props=block)


def statements_of(policies: Sequence[Resource]) -> Sequence[tuple[str, Statement]]:
    """Return the statements of *policies*, each with the name of its policy.

    Raises:
        UnknownValueError: a policy is not known yet.
    """
    return [(policy.name, each) for policy in policies for each in known_statements(policy.props.get("policy"))]


def known_statements_of(
    policies: Sequence[Resource],
) -> tuple[Sequence[tuple[str, Statement]], UnknownValueError | None]:
    """Return those statements of *policies*, and the error of a policy that is not known yet, where one isn't."""
    found, unknown = list[tuple[str, Statement]](), None
    for policy in policies:
        read, error = tried(partial(of_another, policy, partial(statements_of, [policy])))
        found += read or ()
        unknown = unknown or error
    return found, unknown
