"""The stack's resources with the look-ups that stack rules need, each built once and in one pass."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from pulumi_policy.proxy import UnknownValueError

from policies.model import Finding, NotApplicable, Resource

IDENTITIES = ("arn", "bucket", "id", "name")
"""Properties by whose value one resource refers to another."""


class Graph:
    """The resources of one stack."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self.resources = resources
        self.by_urn: Mapping[str, Resource] = {resource.urn: resource for resource in resources}

    @cached_property
    def _by_type(self) -> Mapping[str, list[Resource]]:
        index: dict[str, list[Resource]] = defaultdict(list)
        for resource in self.resources:
            index[resource.type].append(resource)
        return index

    @cached_property
    def _by_identity(self) -> Mapping[str, list[Resource]]:
        index: dict[str, list[Resource]] = defaultdict(list)
        for resource in self.resources:
            for identity in {known(resource.props, prop) for prop in IDENTITIES}:
                if isinstance(identity, str):
                    index[identity].append(resource)
        return index

    def of(self, types: Iterable[str]) -> list[Resource]:
        """Return the resources of *types*."""
        return [resource for each in types for resource in self._by_type.get(each, ())]

    def targets(self, resource: Resource, prop: str, types: frozenset[str]) -> list[Resource]:
        """Return the resources of *types* that the property *prop* of *resource* refers to.

        Where the value comes from is known even in a preview; the value itself is looked up as well.
        """
        value = known(resource.props, prop)
        found = {
            other.urn: other
            for other in (
                *(self.by_urn[urn] for urn in resource.property_dependencies.get(prop, ()) if urn in self.by_urn),
                *(self._by_identity.get(value, ()) if isinstance(value, str) else ()),
            )
            if other.type in types
        }
        return list(found.values())

    def referred(self, prop: str, *, by: Iterable[str], to: frozenset[str]) -> Mapping[str, list[Resource]]:
        """Return, by URN of each resource of the types *to*, those of the types *by* whose *prop* refers to it."""
        index: dict[str, list[Resource]] = defaultdict(list)
        for resource in self.of(by):
            for target in self.targets(resource, prop, to):
                index[target.urn].append(resource)
        return index


def known(props: Mapping[str, Any], prop: str) -> Any:
    """Return the value of *prop*, or None where it is missing or not known yet."""
    try:
        return props.get(prop)
    except UnknownValueError:
        return None


def each(resources: Iterable[Resource], check: Callable[[Resource], str | None]) -> Iterable[Finding]:
    """Judge *resources* one by one: a fault is a finding, an unknown value an obligation of that resource alone."""
    for resource in resources:
        try:
            fault = check(resource)
        except UnknownValueError as error:
            yield Finding(message=f"{resource.name}: {error.message}", urn=resource.urn, obligation=True)
        except NotApplicable:
            continue
        else:
            if fault:
                yield Finding(message=f"{resource.name}: {fault}", urn=resource.urn)
