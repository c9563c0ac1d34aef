"""Single changes of a stack, such as may turn a stack rule's verdict: made from what the stack holds itself."""

import contextlib
import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from policies.graph import IDENTITIES
from policies.model import Resource
from policies.unknown import readable
from tests.policies.case import ABSENT, changed, pattern
from tests.policies.stack import Node, Ref, Stack, View
from tests.policies.stack_watch import ANY, EDGE, PARENT, PROTECT, TYPE, Read

OTHER = "other"


class Change(NamedTuple):
    """A value put into a resource; `ABSENT` takes away the property, or the resource where the path is its type."""

    name: str
    path: str
    value: Any

    def of(self, stack: Stack) -> Stack:
        """Return a copy of *stack* with the change made."""
        result = Stack()
        result.nodes = dict(stack.nodes)
        node = stack.nodes[self.name]
        if self.path == TYPE:
            result.remove(self.name)
        elif self.path == PARENT:
            result.nodes[self.name] = dataclasses.replace(node, parent=self.value)
        elif self.path == PROTECT:
            result.nodes[self.name] = dataclasses.replace(node, protect=self.value)
        else:
            result.nodes[self.name] = dataclasses.replace(node, props=changed(node.props, self.path, self.value))
        return result


class Sight:
    """A stack as one view shows it."""

    def __init__(self, stack: Stack, view: View, known: Mapping[str, Resource] | None = None) -> None:
        self.stack, self._view = stack, view
        known = known or {}
        self.resources = {
            node.name: known.get(node.name) or _readable(stack.resource(node, view)) for node in stack.nodes.values()
        }

    def after(self, change: Change) -> "Sight":
        """Return what is seen once *change* is made."""
        lost = change.path == TYPE and self._view is View.PREVIEW
        known = {} if lost else {name: each for name, each in self.resources.items() if name != change.name}
        return Sight(change.of(self.stack), self._view, known)


def changes(stack: Stack, read: Read, more: Mapping[tuple[str, str], Sequence[Any]]) -> Iterator[Change]:
    """Yield changes of what *read* read, the values of *more* for its label and path last."""
    node = stack.nodes[read.name]
    place = read.path.removesuffix(EDGE)
    if read.path == TYPE:
        values: Iterator[Any] = iter([ABSENT])
    elif read.path == PARENT:
        values = iter([None if node.parent else next(iter(stack.nodes))])
    elif read.path == PROTECT:
        values = iter([not node.protect])
    else:
        values = _values(stack, node, place)
    yield from (Change(read.name, place, value) for value in values)
    for label in (read.label, ANY):
        yield from (Change(read.name, place, value) for value in more.get((label, pattern(place)), ()))


def holds(stack: Stack, read: Read) -> bool:
    """Return whether *stack* has a value for the property that *read* read."""
    try:
        at(stack.nodes[read.name].props, read.path.removesuffix(EDGE))
    except (KeyError, IndexError):
        return False
    return True


def _readable(resource: Resource) -> Resource:
    return dataclasses.replace(resource, props=readable(resource.props, resource.urn))


def _values(stack: Stack, node: Node, path: str) -> Iterator[Any]:
    try:
        old = at(node.props, path)
    except (KeyError, IndexError):
        yield from (True, OTHER)
        return
    yield ABSENT
    if isinstance(old, Ref):
        kind = stack.nodes[old.name].type if old.name in stack.nodes else ""
        yield from (Ref(each.name, old.attribute) for each in stack.nodes.values() if each.type == kind)
    elif isinstance(old, bool):
        yield not old
    elif isinstance(old, str):
        yield OTHER
        if path not in IDENTITIES:
            yield from sorted({each for each in _alike(stack, node.type, path) if isinstance(each, str)} - {old})[:MOST]
    elif isinstance(old, list | dict) and old:
        yield type(old)()


MOST = 3
"""How many values of the same property of other resources are tried."""


def _alike(stack: Stack, kind: str, path: str) -> Iterator[Any]:
    for node in stack.nodes.values():
        if node.type == kind:
            with contextlib.suppress(KeyError, IndexError):
                yield at(node.props, path)


def at(props: Any, path: str) -> Any:
    """Return what *props* holds at the dotted *path*.

    Raises:
        KeyError, IndexError: it holds nothing there.
    """
    found = props
    for key in path.split("."):
        if isinstance(found, list):
            found = found[int(key)]
        elif isinstance(found, dict):
            found = found[key]
        else:
            raise KeyError(path)
    return found
