"""What is judged: a stack's resources with their inputs, and what of their outputs is known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ops.judge import resource_of
from policies.model import Props, Resource
from policies.unknown import UNKNOWN
from sandbox.engine.judge import Judge, Judged, Verdict, judged_of
from sandbox.engine.urns import STACK_TYPE
from sandbox.state.model import ResourceState

DEFAULT_REGION = "us-east-1"
"""Where a stack is that says nothing of it."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The resources of one stack."""

    stack: str
    home: str
    """Region of what names none."""
    resources: Sequence[Resource]
    """Each with its inputs."""
    outputs: Mapping[str, Props]
    """By URN, inputs and outputs together; what isn't known is `policies.unknown.UNKNOWN`."""

    @cached_property
    def by_urn(self) -> Mapping[str, Resource]:
        """The resources by URN."""
        return {each.urn: each for each in self.resources}

    @cached_property
    def exports(self) -> Props:
        """What the stack exports."""
        return next((self.outputs[each.urn] for each in self.resources if each.type == STACK_TYPE), {})

    @cached_property
    def account(self) -> str:
        """The account's number, as the resources' ARNs have it; empty where none is known."""
        for each in self.resources:
            parts = str(self.outputs.get(each.urn, {}).get("arn") or "").split(":")
            if len(parts) > 5 and parts[4].isdigit():
                return parts[4]
        return ""

    def of_type(self, *tokens: str) -> Sequence[Resource]:
        """Return the resources of the types *tokens*."""
        return [each for token in tokens for each in self._by_type.get(token, ())]

    @cached_property
    def _by_type(self) -> Mapping[str, Sequence[Resource]]:
        found: dict[str, list[Resource]] = {}
        for each in self.resources:
            found.setdefault(each.type, []).append(each)
        return found

    def known(self, resource: Resource, name: str) -> Any:
        """Return the input or output *name* of *resource*, or None where it has none or it isn't known."""
        value = self.outputs.get(resource.urn, {}).get(name, resource.props.get(name))
        return None if value == UNKNOWN else value

    def sources(self, resource: Resource, name: str) -> Sequence[Resource]:
        """Return the resources that the property *name* of *resource* comes from."""
        urns = resource.property_dependencies.get(name, ())
        return [self.by_urn[urn] for urn in urns if urn in self.by_urn]


def home_region(config: Mapping[str, str]) -> str:
    """Return the region of what names none, by a stack's *config*."""
    return str(config.get("aws:region") or DEFAULT_REGION)


class Gatherer(Judge):
    """Judges nothing and keeps what it is shown."""

    def __init__(self) -> None:
        self._inputs: dict[str, Judged] = {}
        self._outputs: dict[str, Mapping[str, Any]] = {}

    def resource(self, resource: Judged) -> Verdict:
        """Keep the resource's inputs."""
        self._inputs[resource.urn] = resource
        return Verdict()

    def stack(self, resources: Sequence[Judged]) -> Verdict:
        """Keep what is known of the whole stack."""
        for each in resources:
            self._inputs.setdefault(each.urn, each)
            self._outputs[each.urn] = each.props
        return Verdict()

    def plan(self, stack: str, home: str) -> Plan:
        """Return what was shown."""
        resources = [resource_of(self._inputs[urn]) for urn in sorted(self._inputs)]
        return Plan(stack=stack, home=home, resources=resources, outputs=self._outputs)


def of_states(states: Iterable[ResourceState], stack: str, home: str) -> Plan:
    """Return the plan that *states* were deployed by."""
    gatherer = Gatherer()
    for state in states:
        if not state.delete:
            gatherer.resource(judged_of(state, state.inputs, None))
            gatherer.stack([judged_of(state, {**state.inputs, **state.outputs}, None)])
    return gatherer.plan(stack, home)
