"""Stacks made of what a program declared: of all of it, or of what one path rests on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from ops.judge import resource_of
from policies.model import Resource
from policies.paths.declared import OUTPUT
from policies.paths.places import NODES, TEMPLATE
from policies.paths.walk import Legs, Walk
from policies.unknown import UNKNOWN, readable
from sandbox.engine.deployment import Deployment, Options
from sandbox.engine.judge import Judge, Judged, Verdict, judged_of
from sandbox.engine.run import provider_urn
from sandbox.state.model import ResourceState
from tests.policies.stack import Formed, Node, Ref, Stack

ALIKE = (
    TEMPLATE,
    NODES,
    "aws:apigateway/usagePlan:UsagePlan",
    "aws:lambda/function:Function",
    "aws:rds/clusterInstance:ClusterInstance",
)
"""Types of which several stand for each other, so that a path doesn't rest on any one of them."""
SHORT = 4
"""Characters of what is no sign that a text is part of another."""


def resources_of(states: Sequence[ResourceState]) -> list[Resource]:
    """Return *states* as an analyzer sees them."""
    by_urn = {state.urn: state for state in states}
    judged = (judged_of(state, state.outputs, by_urn.get(provider_urn(state.provider))) for state in states)
    return sorted(map(resource_of, judged), key=lambda each: each.urn)


def seen(resources: Iterable[Resource]) -> list[Resource]:
    """Return *resources* as rules see them: reading what is unknown raises."""
    return [replace(each, props=readable(each.props)) for each in resources]


def owners(walk: Walk) -> Iterator[tuple[Resource, Legs]]:
    """Yield a component of each type that declares paths of one kind, and those paths as they were followed."""
    for legs in (walk.traffic, walk.logs, walk.copies):
        first = {path.owner.type: path.owner for path, _ in reversed(legs)}
        for owner in first.values():
            yield owner, [(path, leg) for path, leg in legs if path.owner.urn == owner.urn]


def wired(resources: Iterable[Resource]) -> list[Resource]:
    """Return *resources* as they come over the wire of an analyzer, which has no whole numbers."""
    return [replace(each, props=_floated(each.props)) for each in resources]


def _floated(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _floated(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_floated(item) for item in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def alone(resources: Sequence[Resource], legs: Legs) -> list[Resource]:
    """Return those of *resources* that the paths of *legs* rest on, without a word of any other."""
    paths = {str(path) for path, _ in legs}
    kept = {urn for path, leg in legs for urn in (path.owner.urn, *(element.urn for element in leg.elements))}
    for kind in ALIKE:
        kept |= {each.urn for each in resources if each.type == kind and kept.intersection(each.dependencies)}
    return [_alone(each, paths, kept) for each in resources if each.urn in kept]


def _alone(resource: Resource, paths: set[str], kept: set[str]) -> Resource:
    declared = [each for each in resource.props.get(OUTPUT, ()) if f"{resource.name} {each['name']}" in paths]
    return replace(
        resource,
        props={**resource.props, OUTPUT: declared} if declared else _without(resource.props),
        parent=resource.parent if resource.parent in kept else None,
        dependencies=[urn for urn in resource.dependencies if urn in kept],
        property_dependencies={
            prop: [urn for urn in urns if urn in kept] for prop, urns in resource.property_dependencies.items()
        },
    )


def _without(props: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in props.items() if key != OUTPUT}


def stack_of(deployed: Sequence[Resource], previewed: Mapping[str, Resource]) -> Stack:
    """Return *deployed* as a stack, in which values refer to what they come from, as far as *previewed* shows it."""
    stack, names = Stack(), _names(deployed)
    nodes = {each.urn: Node(type=each.type, name=names[each.urn]) for each in deployed}
    urns = {urn: node.urn for urn, node in nodes.items()}
    origins = {each.urn: _Origin(names[each.urn], _told(each)) for each in deployed}
    for each in deployed:
        node, shown = nodes[each.urn], previewed[each.urn].props
        for key, value in each.props.items():
            found = [origins[urn] for urn in each.property_dependencies.get(key, ())]
            node.origins[key] = [each.name for each in found]
            node.props[key] = _moved(value, urns) if key == OUTPUT else _traced(value, shown.get(key, UNKNOWN), found)
        node.needs = [urns[urn] for urn in each.dependencies]
        node.parent, node.protect, node.provider = names.get(each.parent or ""), each.protect, each.provider
        stack.nodes[node.name] = node
    return stack


class _Origin(NamedTuple):
    """What a value may come from."""

    name: str
    told: Mapping[str, str]
    """Attributes by their texts."""


def _names(resources: Sequence[Resource]) -> dict[str, str]:
    """Return by URN the names that nothing else has."""
    shared = Counter(each.name for each in resources)
    return {each.urn: each.name if shared[each.name] == 1 else f"{each.name} {each.type}" for each in resources}


def _told(resource: Resource) -> Mapping[str, str]:
    every = resource.props.items()
    return {text: key for key, text in every if isinstance(text, str) and len(text) > SHORT and key != "region"}


def _traced(value: Any, shown: Any, origins: Sequence[_Origin]) -> Any:
    """Return *value*, of which a preview shows *shown*, with references to *origins*."""
    if isinstance(value, Mapping):
        within = shown if isinstance(shown, Mapping) else {}
        return {key: _traced(item, within.get(key, UNKNOWN), origins) for key, item in value.items()}
    if isinstance(value, list):
        within = shown if isinstance(shown, list) and len(shown) == len(value) else [UNKNOWN] * len(value)
        return [_traced(item, other, origins) for item, other in zip(value, within, strict=True)]
    if not isinstance(value, str):
        return value
    known = shown != UNKNOWN
    for each in origins:
        if value in each.told and not known:
            return Ref(each.name, each.told[value])
    parts = [each.name for each in origins if any(text in value for text in each.told)]
    return Formed(value, parts, known=known) if parts or not known else value


def _moved(value: Any, urns: Mapping[str, str]) -> Any:
    """Return *value* with *urns* in place of those that they are by."""
    if isinstance(value, Mapping):
        return {key: _moved(item, urns) for key, item in value.items()}
    return [_moved(item, urns) for item in value] if isinstance(value, list) else urns.get(value, value)


class _Onlooker(Judge):
    """Judges nothing, and keeps what it is shown of the whole stack."""

    def __init__(self) -> None:
        self.shown: list[Resource] = []

    def resource(self, resource: Judged) -> Verdict:
        return Verdict()

    def stack(self, resources: Sequence[Judged]) -> Verdict:
        self.shown = [resource_of(each) for each in resources]
        return Verdict()


def previewed_by(deployment: Deployment) -> list[Resource]:
    """Return the resources that *deployment* would have, as a preview shows them."""
    onlooker = _Onlooker()
    result = deployment.preview(Options(judge=onlooker))
    assert not result.failed, (result.failures[:3], result.diagnostics)
    return sorted(onlooker.shown, key=lambda each: each.urn)
