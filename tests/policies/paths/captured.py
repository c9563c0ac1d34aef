"""What a program declares, as a judge is shown it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ops.judge import resource_of
from policies.model import Resource
from policies.unknown import readable
from sandbox.engine.deployment import Deployment, Options
from sandbox.engine.judge import Judge, Judged, Verdict, judged_of
from sandbox.engine.run import provider_urn
from sandbox.state.model import ResourceState


def resources_of(states: Sequence[ResourceState]) -> list[Resource]:
    """Return *states* as an analyzer sees them."""
    by_urn = {state.urn: state for state in states}
    judged = (judged_of(state, state.outputs, by_urn.get(provider_urn(state.provider))) for state in states)
    return sorted(map(resource_of, judged), key=lambda each: each.urn)


def seen(resources: Iterable[Resource]) -> list[Resource]:
    """Return *resources* as rules see them: reading what is unknown raises."""
    return [replace(each, props=readable(each.props, each.urn)) for each in resources]


def wired(resources: Iterable[Resource]) -> list[Resource]:
    """Return *resources* as they come over the wire of an analyzer, which has no whole numbers."""
    return [replace(each, props=_floated(each.props)) for each in resources]


def _floated(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _floated(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_floated(item) for item in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


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
