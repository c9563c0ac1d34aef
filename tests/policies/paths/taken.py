"""Takes away what a path rests on: a resource, a statement of a policy, an entry of a list."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from policies.graph import Graph
from policies.iam.document import statements
from policies.model import Resource
from policies.paths.declared import OUTPUT, Path
from policies.paths.leg import Element, Fault, Leg
from policies.paths.walk import Walk
from tests.policies.paths.captured import seen


def legs(walk: Walk) -> Iterator[tuple[Path, Leg]]:
    """Yield every path of *walk*."""
    for each in (walk.traffic, walk.logs, walk.copies):
        yield from each


class Whole:
    """A stack with everything that its paths rest on."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self.resources = resources
        self.elements: defaultdict[Element, list[Path]] = defaultdict(list)
        """Each with the paths that rest on it."""
        self._told = _told(seen(resources))
        for path, leg in legs(Walk(Graph(seen(resources)))):
            for element in leg.elements:
                self.elements[element].append(path)

    def missed(self, element: Element) -> set[Fault]:
        """Return what the first of the paths on *element* to say so says, alone, once that is gone."""
        left = [*without(self.resources, element)]
        alone = (seen(_declaring(each, path) for each in left) for path in self.elements[element])
        return next(filter(None, (_told(each) - self._told for each in alone)), set())


def _told(resources: Sequence[Resource]) -> set[Fault]:
    return {fault for _, leg in legs(Walk(Graph(resources))) for fault in (*leg.faults, *leg.open)}


def without(resources: Sequence[Resource], element: Element) -> Iterator[Resource]:
    """Yield *resources* but for *element*."""
    for each in resources:
        if each.urn != element.urn:
            yield each
        elif element.part:
            yield replace(each, props={key: _parted(value, element.part) for key, value in each.props.items()})


def _declaring(resource: Resource, path: Path) -> Resource:
    """Return *resource* without any declaration but that of *path*."""
    if OUTPUT not in resource.props:
        return resource
    own = resource.urn == path.owner.urn
    kept = [each for each in resource.props[OUTPUT] if own and each["name"] == path.name]
    return replace(resource, props={**resource.props, OUTPUT: kept})


def _parted(value: Any, part: str) -> Any:
    """Return *value* without *part*: the statement of a policy by its label, or a text in a list."""
    if isinstance(value, str) and part.startswith("statement ") and '"Statement"' in value:
        document = json.loads(value)
        labels = [each.label for each in statements(value)]
        said = document["Statement"] if isinstance(document["Statement"], list) else [document["Statement"]]
        document["Statement"] = [each for label, each in zip(labels, said, strict=True) if label != part]
        return json.dumps(document)
    if isinstance(value, Mapping):
        return {key: _parted(item, part) for key, item in value.items()}
    return [_parted(item, part) for item in value if item != part] if isinstance(value, list) else value
