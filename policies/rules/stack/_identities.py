"""The identities of a stack, and the policies that are theirs: of their own or attached to them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from policies.graph import Graph
from policies.iam.document import Statement
from policies.iam.unknowns import known_statements
from policies.model import Resource

POLICY = frozenset({"aws:iam/policy:Policy"})
TYPES = {kind: frozenset({f"aws:iam/{kind}:{kind.capitalize()}"}) for kind in ("group", "role", "user")}
"""Types of identities, by the property that names one."""


def identities(graph: Graph) -> Sequence[Resource]:
    """Return the groups, roles and users."""
    return graph.of(each for types in TYPES.values() for each in types)


def policies_of(graph: Graph) -> Mapping[str, Sequence[Resource]]:
    """Return the policies of each identity, by its URN. What AWS or another stack made is not among them."""
    found: dict[str, list[Resource]] = defaultdict(list)
    for kind, types in TYPES.items():
        own = f"aws:iam/{kind}Policy:{kind.capitalize()}Policy"
        attachment = f"aws:iam/{kind}PolicyAttachment:{kind.capitalize()}PolicyAttachment"
        for policy in graph.of((own,)):
            for identity in graph.targets(policy, kind, types):
                found[identity.urn].append(policy)
        for attached in graph.of((attachment,)):
            for identity in graph.targets(attached, kind, types):
                found[identity.urn] += graph.targets(attached, "policyArn", POLICY)
    return found


def statements_of(policies: Sequence[Resource]) -> Sequence[tuple[str, Statement]]:
    """Return the statements of *policies*, each with the name of its policy.

    Raises:
        UnknownValueError: a policy is not known yet.
    """
    return [(policy.name, each) for policy in policies for each in known_statements(policy.props.get("policy"))]
