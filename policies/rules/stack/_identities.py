"""The identities of a stack, and the policies that are theirs: of their own or attached to them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from policies.graph import Graph, known
from policies.iam.document import Statement
from policies.iam.unknowns import known_statements
from policies.model import Resource
from policies.permissions import KINDS, WAYS
from policies.read import items, numbered, value

POLICY = frozenset({"aws:iam/policy:Policy"})
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
TYPES = {kind: frozenset({f"aws:iam/{kind}:{kind.capitalize()}"}) for kind in KINDS}
"""Types of identities, by the property that names one."""


def identities(graph: Graph) -> Sequence[Resource]:
    """Return the groups, roles and users."""
    return graph.of(each for types in TYPES.values() for each in types)


def attachments(graph: Graph, kind: str) -> Iterator[tuple[Resource, Resource, str]]:
    """Yield each identity of a *kind*, what attaches policies to it, and the property of that which names them."""
    for way in (each for each in WAYS if each.kind == kind and each.attached):
        for giver in graph.of((way.type,)):
            if way.identity:
                yield from ((each, giver, way.prop) for each in graph.targets(giver, way.named_by, TYPES[kind]))
            elif way.prop in giver.props:
                yield giver, giver, way.prop


def policies_of(graph: Graph) -> Mapping[str, Sequence[Resource]]:
    """Return the policies of each identity, by its URN. What AWS or another stack made is not among them."""
    found: dict[str, dict[str, Resource]] = defaultdict(dict)
    for kind, types in TYPES.items():
        for policy in graph.of((f"aws:iam/{kind}Policy:{kind.capitalize()}Policy",)):
            for identity in graph.targets(policy, kind, types):
                found[identity.urn][policy.urn] = policy
        for identity, attached, what in attachments(graph, kind):
            found[identity.urn] |= {policy.urn: policy for policy in graph.targets(attached, what, POLICY)}
    for role in graph.of(TYPES["role"]):
        if own := list(_inline(role)):
            documents = [known(policy.props, "policy") for policy in found[role.urn].values()]
            found[role.urn] |= {each.urn: each for each in own if known(each.props, "policy") not in documents}
    return {urn: list(policies.values()) for urn, policies in found.items()}


def _inline(role: Resource) -> Iterator[Resource]:
    """Yield what stands in the role itself; what was deployed shows there too what a resource of its own declares."""
    for label, block in numbered(items(role.props, "inlinePolicies"), "inlinePolicies"):
        name = value(block, "name", label)
        yield Resource(type=ROLE_POLICY, urn=f"{role.urn}#{name}", name=name, props=block)


def statements_of(policies: Sequence[Resource]) -> Sequence[tuple[str, Statement]]:
    """Return the statements of *policies*, each with the name of its policy.

    Raises:
        UnknownValueError: a policy is not known yet.
    """
    return [(policy.name, each) for policy in policies for each in known_statements(policy.props.get("policy"))]
