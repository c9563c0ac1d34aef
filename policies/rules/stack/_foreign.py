"""What of other tenants a tenant's identities reach by their policies, and whom a policy lets in."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import NoReturn

from pulumi_policy.proxy import UnknownValueError

from policies.graph import Graph
from policies.iam.document import Statement
from policies.iam.unknowns import known_statements
from policies.lists import answers, first, some, those
from policies.model import Resource
from policies.references import of_another
from policies.rules.stack._duties import EVERYONE
from policies.rules.stack._duties import who as who_of
from policies.rules.stack._identities import TYPES
from policies.rules.stack._policies import Policies, known_statements_of
from policies.rules.stack._tenants import Belongings, may, narrowed, own, pooled, speaks, tenant

IDENTITIES = frozenset[str]().union(*TYPES.values())


class Foreign:
    """What is other tenants', or of several, and who reaches it."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._policies = Policies(graph)
        kept = may(lambda resource: tenant(resource) or pooled(resource))
        self._belongings = Belongings(filter(kept, graph.resources))

    def reached(self, identity: Resource, who: str) -> Iterable[str]:
        """Return what *identity*, the tenant *who*'s, reaches and shouldn't, each once.

        Raises:
            UnknownValueError: nothing is known that it reaches, and there may be something.
        """
        asked = [partial(self._by, policy, who) for policy in self._policies.of(identity)]
        if doubt := self._policies.doubt(identity):
            asked.append(partial(_fail, doubt))
        told = answers(asked, lambda ask: ask())
        return dict.fromkeys(each for faults in told for each in faults)

    def _by(self, policy: Resource, who: str) -> Sequence[str]:
        found, unknown = known_statements_of([policy])
        if unknown:
            origins, by_urn = policy.property_dependencies.get("policy", ()), self._graph.by_urn
            named = [by_urn[urn] for urn in origins if urn in by_urn]
            foreign = those(named, lambda other: tenant(other) not in (None, who))
            if not foreign:
                raise unknown
            return [f"it may reach {other.name} of {tenant(other)} ({policy.name})" for other in foreign]
        patterns = [
            (f"{label} {one.label}", one, pattern)
            for label, one in found
            for pattern in (sorted(one.resources) if one.allows and not own(one, who) else ())
        ]
        return answers(patterns, lambda each: self._taken_in(*each, who))

    def _taken_in(self, label: str, one: Statement, pattern: str, who: str) -> str | None:
        def fault(other: Resource) -> str | None:
            whose = of_another(other, lambda: tenant(other))
            if whose not in (None, who):
                return f"it may reach {other.name} of {whose} ({label})"
            if of_another(other, lambda: pooled(other)) and not narrowed(one, pattern, other, who):
                return f"it may reach every tenant's part of {other.name} ({label})"
            return None

        return first(self._belongings.of(pattern, speaks(one)), fault)


def named_by(resource: Resource, graph: Graph, belongings: Belongings) -> Sequence[Resource]:
    """Return those of *belongings* that the policy of *resource* lets in by name.

    Where that isn't known, they are the identities that its value comes from, if one of them is a tenant's.
    """
    try:
        allowed = {arn for one in known_statements(resource.props.get("policy")) if one.allows for arn in who_of(one)}
    except UnknownValueError:
        found = graph.origins(resource, "policy", IDENTITIES)
        if not some(found, tenant):
            raise
        return found
    return [other for arn in sorted(allowed - {EVERYONE}) for other in belongings.of(arn, "iam".__eq__)]


def _fail(error: UnknownValueError) -> NoReturn:
    raise error
