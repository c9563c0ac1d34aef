"""The paths that a stack's components declare."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from policies.graph import Graph, known
from policies.model import Resource
from policies.paths.admissions import ANY
from policies.paths.spans import EVERY_PORT, Span
from policies.read import items, value, whole
from policies.rules.stack._noting import asked, noted

COMPONENT, OUTPUT = "groot:index:", "paths"
"""Types of components start so; what they declare stands in this output."""
INTERNET = "internet"
"""End that stands for whoever is on the internet."""

SEARCH = "search"
"""End of logs that stands for the search of their jurisdiction and the archive behind it."""


@dataclass(frozen=True)
class Path:
    """Something that must carry."""

    owner: Resource
    """The component that declares it."""
    name: str
    """What it is called, within its component."""
    source: Sequence[str]
    """URNs of what its source's value comes from, or names: of a domain, a service of AWS, `internet`."""
    destination: Sequence[str]
    """The same of its destination."""
    port: int | None
    """None for every port."""
    protocol: str
    """`tcp`, `udp`, `any`; `https` from clients; `logs`, `copies` or `deliveries` for what isn't packets."""
    host: str
    """Name that a client asks for; empty where none does."""

    @property
    def ports(self) -> Span:
        """The ports that it needs."""
        return EVERY_PORT if self.port is None else Span(self.port, self.port)

    @property
    def packets(self) -> str:
        """What security groups and ACLs call its protocol."""
        return ANY if self.protocol == "any" else self.protocol

    def __str__(self) -> str:
        return f"{self.owner.name} {self.name}"


def paths(graph: Graph) -> Iterator[Path]:
    """Yield every path that *graph* declares, which notes those that aren't known yet."""
    for resource in graph.resources:
        if resource.type.startswith(COMPONENT):
            for each in noted(graph, resource, items(resource.props, OUTPUT)):
                path = asked(graph, resource, partial(_path, resource, each))
                yield from (path,) if path else ()


def _path(owner: Resource, given: Any) -> Path:
    return Path(
        owner=owner,
        name=str(known(given, "name") or ""),
        source=_ends(given, "source"),
        destination=_ends(given, "destination"),
        port=whole(given, "port"),
        protocol=str(value(given, "protocol", "tcp")),
        host=str(value(given, "host", "")),
    )


def _ends(given: Any, prop: str) -> Sequence[str]:
    return [str(each) for each in items(given, prop)]
