"""A graph that notes what a stack rule looks at: of which type, and which property or part of one.

A look-up counts as a read of the property that refers; what a reference may name at any depth is not told apart. A
resource that answers a look-up by its name or ARN was read by that. What a rule reads of every resource, whatever its
type, is noted under `ANY`; so are tags, which mean the same on every type.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pulumi_policy.proxy import UnknownValueError

from policies.graph import IDENTITIES, Graph, Passing, known
from policies.model import Resource
from tests.policies.case import Watched

ANY = "*"
TYPE, PARENT, PROTECT = "(type)", "(parent)", "(protect)"
"""What a resource is and how it stands in the program, beside its properties."""
EDGE = " ->"
"""Follows the property of a look-up."""
_ASIDE = {"type": TYPE, "parent": PARENT, "protect": PROTECT, "source": "(source)", "dependencies": "(dependencies)"}


class Read(NamedTuple):
    """Something that a rule looked at."""

    label: str
    """The type, or `ANY`."""
    name: str
    """Logical name of the resource."""
    path: str


@dataclass(frozen=True, kw_only=True)
class _Seen(Resource):
    label: str
    note: Callable[[str], None]

    def __getattribute__(self, name: str) -> Any:
        if name in _ASIDE and (name != "type" or self.label == ANY):
            self.note(_ASIDE[name])
        return super().__getattribute__(name)


class WatchedGraph(Graph):
    """A graph that adds everything read from it to `reads`."""

    def __init__(self, resources: Sequence[Resource], reads: set[Read]) -> None:
        super().__init__(resources)
        self._reads = reads
        self._plain = self.by_urn
        self._every: Sequence[Resource] | None = None
        self.by_urn = _Seeing(self._plain, self._seen)

    @property
    def resources(self) -> Sequence[Resource]:
        """Every resource."""
        plain = super().resources
        if self._every is None:
            self._every = [self._seen(resource, ANY) for resource in plain]
        return self._every

    def of(self, types: Iterable[str]) -> list[Resource]:
        """Return the resources of *types*."""
        found = super().of(types)
        self._reads.update(Read(each.type, each.name, TYPE) for each in found)
        return [self.by_urn[each.urn] for each in found]

    def targets(
        self, resource: Resource, prop: str, types: frozenset[str], passed: Passing | None = None
    ) -> list[Resource]:
        """Return the resources of *types* that *prop* of *resource* refers to."""
        assert isinstance(resource, _Seen)
        if prop:
            resource.note(prop + EDGE)
        return super().targets(self._plain[resource.urn], prop, types, passed)

    def origins(self, resource: Resource, prop: str, types: frozenset[str]) -> list[Resource]:
        """Return the resources of *types* that *prop* of *resource* comes from."""
        if isinstance(resource, _Seen):
            resource.note(prop + EDGE)
        return super().origins(resource, prop, types)

    def pass_over(self, resource: Resource, error: UnknownValueError) -> None:
        """Note that a value of *resource* is not known yet."""
        super().pass_over(self._plain[resource.urn], error)

    def _named(self, text: str, types: frozenset[str], by: Resource) -> list[Resource]:
        named = [other for other in self._by_identity.get(text, ()) if other.type in types]
        if len({known(other.props, "region") for other in named}) > 1:
            self._reads.update(Read(each.type, each.name, "region") for each in (by, *named))
        found = super()._named(text, types, by)
        for other in found:
            matching = (each for each in IDENTITIES if known(other.props, each) == text)
            self._reads.update(Read(other.type, other.name, each) for each in matching)
        return [self.by_urn[other.urn] for other in found]

    def _seen(self, resource: Resource, label: str) -> _Seen:
        paths = _Paths(self._reads, label, resource.name)
        return _Seen(
            type=resource.type,
            urn=resource.urn,
            name=resource.name,
            props=Watched(resource.props, paths),
            parent=resource.parent,
            property_dependencies=Watched(resource.property_dependencies, paths),
            protect=resource.protect,
            label=label,
            note=paths.add,
        )


class _Seeing(Mapping[str, Resource]):
    """Resources by URN, each watched from when it is first asked for."""

    def __init__(self, plain: Mapping[str, Resource], see: Callable[[Resource, str], Resource]) -> None:
        self._plain, self._see = plain, see
        self._seen: dict[str, Resource] = {}

    def __getitem__(self, urn: str) -> Resource:
        if urn not in self._seen:
            resource = self._plain[urn]
            self._seen[urn] = self._see(resource, resource.type)
        return self._seen[urn]

    def __iter__(self) -> Iterator[str]:
        return iter(self._plain)

    def __len__(self) -> int:
        return len(self._plain)

    def __contains__(self, urn: object) -> bool:
        return urn in self._plain


class _Paths(set[str]):
    """The paths read of one resource."""

    def __init__(self, reads: set[Read], label: str, name: str) -> None:
        self._note = reads, label, name

    def add(self, path: str, /) -> None:
        """Note that *path* was read."""
        reads, label, name = self._note
        reads.add(Read(ANY if path.startswith("tags") else label, name, path))
