"""Stacks for tests, as graphs of resources.

They come in the three ways that graphs come: before a deployment (values unknown, where they come from known), after
one (values known too), and as read back from AWS (values only).
"""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from policies.model import Resource
from policies.unknown import UNKNOWN, readable


class View(StrEnum):
    """How much of the graph is known."""

    PREVIEW = "preview"
    DEPLOYED = "deployed"
    LIVE = "live"


@dataclass(frozen=True)
class Ref:
    """A property's reference to an attribute of another resource."""

    name: str
    attribute: str = "arn"


@dataclass(kw_only=True)
class Node:
    """A resource before its references are resolved."""

    type: str
    name: str
    props: dict[str, Any] = field(default_factory=dict)
    parent: str | None = None
    protect: bool = False

    @property
    def urn(self) -> str:
        """URN."""
        return f"urn:pulumi:test::groot::{self.type}::{self.name}"


class Stack:
    """Resources by logical name."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}

    def add(self, kind: str, name: str, parent: str | None = None, /, protect: bool = False, **props: Any) -> None:
        """Declare a resource."""
        self.nodes[name] = Node(type=kind, name=name, props=props, parent=parent, protect=protect)

    def remove(self, name: str) -> None:
        """Take a resource away, and with it what it is the parent of."""
        del self.nodes[name]
        for child in [node.name for node in self.nodes.values() if node.parent == name]:
            self.remove(child)

    def graph(self, view: View = View.DEPLOYED) -> list[Resource]:
        """Return the resources as *view* shows them."""
        return [self.resource(node, view) for node in self.nodes.values()]

    def resource(self, node: Node, view: View) -> Resource:
        """Return *node* as *view* shows it."""
        outputs = {"arn": _arn(node), "id": f"id-of-{node.name}"}
        known = outputs if view is not View.PREVIEW else dict.fromkeys(outputs, UNKNOWN)
        dependencies = {
            prop: [self.nodes[ref.name].urn for ref in _refs(value) if ref.name in self.nodes]
            for prop, value in node.props.items()
        }
        return Resource(
            type=node.type,
            urn=node.urn,
            name=node.name,
            props={**known, **self._resolved(node.props, view)},
            parent=self.nodes[node.parent].urn if node.parent in self.nodes else None,
            property_dependencies={}
            if view is View.LIVE
            else {prop: urns for prop, urns in dependencies.items() if urns},
            protect=node.protect,
        )

    def _resolved(self, value: Any, view: View) -> Any:
        if isinstance(value, Ref):
            node = self.nodes.get(value.name)
            if view is View.PREVIEW:
                return UNKNOWN
            if node is None:
                return f"{value.attribute}-of-{value.name}"
            if value.attribute == "arn":
                return _arn(node)
            return self._resolved(node.props.get(value.attribute, f"id-of-{node.name}"), view)
        if isinstance(value, Mapping):
            return {key: self._resolved(item, view) for key, item in value.items()}
        return [self._resolved(item, view) for item in value] if isinstance(value, list) else value


def _arn(node: Node) -> str:
    service = node.type.split(":")[1].split("/")[0]
    return f"arn:aws:{service}:{node.props.get('region', '')}:123456789012:{node.name}"


def _refs(value: Any) -> Iterable[Ref]:
    if isinstance(value, Ref):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _refs(item)
    elif isinstance(value, list):
        for item in value:
            yield from _refs(item)


def readable_graph(stack: Stack, view: View = View.DEPLOYED) -> list[Resource]:
    """Return the resources of *stack* as rules see them: reading what is unknown raises."""
    return [dataclasses.replace(each, props=readable(each.props, each.urn)) for each in stack.graph(view)]


def with_props(resources: Iterable[Resource], name: str, /, **props: Any) -> list[Resource]:
    """Return *resources* with *props* put into the one called *name*; a value of None takes a property away."""
    return [
        dataclasses.replace(resource, props=_put(resource.props, props)) if resource.name == name else resource
        for resource in resources
    ]


def _put(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in {**old, **new}.items() if value is not None}
