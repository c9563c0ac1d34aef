"""What a stack rule is, and the stack as it sees it: with the look-ups it needs, each built once and in one pass."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any, TypeVar

from pulumi_policy.proxy import UnknownValueError

from policies.model import Finding, Policy, Resource
from policies.read import Passing, forget, value
from policies.read import known as known
from policies.read import texts as texts
from policies.references import Referrers
from policies.references import each as each
from policies.twins import as_known
from policies.unknown import UnknownOfError

DATA_CATALOGUE = "groot:index:DataCatalogue"
"""The component that registers, as `stores`, what a stack's stores are in the catalogue of personal data."""
ELEVATION = "groot:index:Elevation"
"""The component whose function gives credentials of a role to whom others have let, until a session ends."""
LEFT_OUT = "groot:index:LeftOut"
"""The component that stands in the place of a room that the stack's settings leave out, as `left-out-<room>`."""
REQUEST_WORKFLOW = "groot:index:RequestWorkflow"
"""The component that sees to what people ask of their data: its schedule and its alarms are its own."""
IDENTITIES = ("arn", "bucket", "id", "name")
"""Properties by whose value one resource refers to another."""


T = TypeVar("T")


class Graph:
    """The resources of one stack."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self._resources = [as_known(each) for each in resources]
        self.unread: dict[str, Finding] = {}
        """Obligations, by what they say, for values that look-ups had to pass over since this was last emptied."""
        self._made: dict[Callable[..., Any], Any] = {}
        self.by_urn: Mapping[str, Resource] = {resource.urn: resource for resource in self._resources}

    @property
    def resources(self) -> Sequence[Resource]:
        """Every resource."""
        return self._resources

    @cached_property
    def _by_type(self) -> Mapping[str, list[Resource]]:
        index: dict[str, list[Resource]] = defaultdict(list)
        for resource in self._resources:
            index[resource.type].append(resource)
        return index

    @cached_property
    def _by_identity(self) -> Mapping[str, list[Resource]]:
        index: dict[str, list[Resource]] = defaultdict(list)
        for resource in self._resources:
            for identity in {known(resource.props, prop) for prop in IDENTITIES}:
                if isinstance(identity, str):
                    index[identity].append(resource)
        return index

    def once(self, make: Callable[["Graph"], T]) -> T:
        """Return what *make* makes of the graph: made once, and kept as long as the graph is."""
        if make not in self._made:
            self._made[make] = make(self)
        return self._made[make]

    def of(self, types: Iterable[str]) -> list[Resource]:
        """Return the resources of *types*."""
        return [resource for each in types for resource in self._by_type.get(each, ())]

    def targets(
        self, resource: Resource, prop: str, types: frozenset[str], passed: Passing | None = None
    ) -> list[Resource]:
        """Return the resources of *types* that the property *prop* of *resource*, or a part of it, refers to.

        Where the value comes from is known even in a preview; the value itself is looked up as well. A value of which
        neither is known goes to *passed*, or is noted in `unread`.
        """
        passed = forget if self.traced(resource, prop) else passed or partial(self.pass_over, resource)
        named = texts(resource.props, prop, passed)
        found = {other.urn: other for other in self.origins(resource, prop, types)}
        for text in named:
            try:
                found.update((other.urn, other) for other in self._named(text, types, resource))
            except UnknownValueError as error:
                passed(error)
        return list(found.values())

    def all_targets(self, resource: Resource, prop: str, types: frozenset[str]) -> list[Resource]:
        """Return the same.

        Raises:
            UnknownValueError: a part of the value is not known, nor where it comes from.
        """
        unknown: list[UnknownValueError] = []
        found = self.targets(resource, prop, types, unknown.append)
        if unknown:
            raise unknown[0]
        return found

    def traced(self, resource: Resource, prop: str) -> bool:
        """Return whether the stack has what the value of the property *prop* of *resource* comes from."""
        return any(urn in self.by_urn for urn in resource.property_dependencies.get(prop, ()))

    def origins(self, resource: Resource, prop: str, types: frozenset[str]) -> list[Resource]:
        """Return the resources of *types* that the value of the property *prop* of *resource* comes from."""
        named = (self.by_urn[urn] for urn in resource.property_dependencies.get(prop, ()) if urn in self.by_urn)
        return [other for other in named if other.type in types]

    def texts(self, resource: Resource, prop: str) -> Sequence[str]:
        """Return the strings that *prop* of *resource* holds, at any depth; what is not known yet goes to `unread`."""
        return list(texts(resource.props, prop, lambda error: self.pass_over(resource, error)))

    def pass_over(self, resource: Resource, error: UnknownValueError) -> None:
        """Note that a value of *resource* is not known yet."""
        message = f"{resource.name}: {error.message}"
        self.unread[message] = Finding(message=message, urn=resource.urn, obligation=True)

    def apart(self, ask: Callable[[], object], *, inherits: bool = True) -> Mapping[str, Finding]:
        """Return obligations for what *ask* passed over, or ended at, which then isn't noted in `unread`.

        While it asks, that holds what was noted before too, unless it *inherits* none of it.
        """
        before, self.unread = self.unread, {**self.unread} if inherits else {}
        try:
            ask()
        except UnknownValueError as error:
            self._end_at(error)
        finally:
            noted, self.unread = self.unread, before
        return noted

    def _end_at(self, error: UnknownValueError) -> None:
        of = self.by_urn.get(error.of) if isinstance(error, UnknownOfError) else None
        if of:
            self.pass_over(of, error)
        else:
            message = f"the stack: {error.message}"
            self.unread[message] = Finding(message=message, obligation=True)

    def settled(self, findings: Iterable[Finding]) -> Sequence[Finding]:
        """Return *findings*, and an obligation for each value that was passed over."""
        return [*findings, *self.unread.values()]

    def _named(self, text: str, types: frozenset[str], by: Resource) -> list[Resource]:
        """Return what *text* names; where a name is used in several regions, what stands in the region of *by*.

        Raises:
            UnknownValueError: one of these regions is not known.
        """
        found = [other for other in self._by_identity.get(text, ()) if other.type in types]
        if len(found) < 2:
            return found
        regions = {known(other.props, "region") for other in found}
        if len(regions) == 1 and None not in regions:
            return found
        region = value(by.props, "region")
        return [other for other in found if value(other.props, "region") == region] or found

    def referred(self, prop: str, *, by: Iterable[str], to: frozenset[str]) -> Mapping[str, list[Resource]]:
        """Return, by URN of each resource of the types *to*, those of the types *by* whose *prop* refers to it."""
        index: dict[str, list[Resource]] = defaultdict(list)
        for resource in self.of(by):
            for target in self.targets(resource, prop, to):
                index[target.urn].append(resource)
        return index

    def referrers(
        self,
        prop: str,
        *,
        by: Iterable[str],
        to: frozenset[str],
        through: Mapping[str, str] = MappingProxyType({}),
        shared: bool = False,
    ) -> Referrers:
        """Return those of the types *by* whose *prop*, which names one, refers to resources of the types *to*.

        What it refers to of the types in *through* stands for what that refers to by the property beside it.
        """
        found = Referrers(shared=shared)
        for resource in self.of(by):
            passed = partial(found.leave_open, resource)
            found.add(resource, self.targets(resource, prop, to, passed))
            for between in self.targets(resource, prop, frozenset(through), forget) if through else ():
                found.add(resource, self.targets(between, through[between.type], to, passed))
        return found


@dataclass(frozen=True, kw_only=True)
class StackRule(Policy):
    """A requirement on the stack as a whole."""

    check: Callable[[Graph], Iterable[Finding | None]]
    """Yields for each thing that it judges what is wrong with it, or None: a rule that judges nothing does not apply.

    Pure, and linear in the number of resources.
    """
