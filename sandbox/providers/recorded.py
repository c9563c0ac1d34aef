# ruff: noqa: ARG002 - methods take what the contract gives them
"""A package that the sandbox has no provider for: its resources stand in the state only.

What a program gives is kept. What only the provider could tell is unknown in a preview and, once deployed, a stand-in
made of the resource's name and the property's. Nothing of it is made anywhere, and no command of it runs.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from sandbox.providers import sdk
from sandbox.providers.base import Diff, Fidelity, Live, Resource, UnknownDataSource
from sandbox.values import UNKNOWN, Properties

DIGITS = 12


class RecordedProvider:
    """Records resources of any package."""

    def check(self, resource: Resource, olds: Properties, news: Properties) -> Properties:
        """Take everything: the SDK has held it to the package's schema."""
        return dict(news)

    def diff(
        self, resource: Resource, physical_id: str, old_inputs: Properties, old_outputs: Properties, news: Properties
    ) -> Diff:
        """Change everything in place: which properties replace, only the provider knows."""
        return Diff(changed=sorted(n for n in {*old_inputs, *news} if old_inputs.get(n) != news.get(n)))

    def collides(self, resource: Resource, physical_id: str, old_inputs: Properties, news: Properties) -> bool:
        """Return whether both can't exist together, which what stands in the state alone always can."""
        return False

    def preview(self, resource: Resource, news: Properties, old_outputs: Properties) -> Properties:
        """Return the inputs; what else there will be is unknown, or as before."""
        return {name: old_outputs.get(name, UNKNOWN) for name in _told(resource.type)} | news

    def create(self, resource: Resource, inputs: Properties) -> tuple[str, Properties]:
        """Return an id of the resource's name, and stand-ins."""
        digest = hashlib.sha256(resource.urn.encode()).hexdigest()[:DIGITS]
        return f"{resource.name}-{digest}", _outputs(resource, inputs)

    def update(
        self, resource: Resource, physical_id: str, old_inputs: Properties, old_outputs: Properties, news: Properties
    ) -> Properties:
        """Return what `create` would."""
        return _outputs(resource, news)

    def read(self, resource: Resource, physical_id: str, inputs: Properties, outputs: Properties) -> Live:
        """Return what the state says."""
        return Live(physical_id=physical_id, inputs=inputs, outputs=outputs)

    def delete(self, resource: Resource, physical_id: str, inputs: Properties, outputs: Properties) -> None:
        """Do nothing: there is nothing."""

    def find(self, resource: Resource, inputs: Properties) -> None:
        """Find nothing: there is nothing."""

    def invoke(self, token: str, args: Properties, provider: Mapping[str, Any]) -> Properties:
        """Answer nothing. Raises `UnknownDataSource`."""
        raise UnknownDataSource(token)

    def fidelity(self, type_token: str) -> Fidelity:
        """Return that everything is recorded."""
        return Fidelity.RECORDED


def _outputs(resource: Resource, inputs: Properties) -> Properties:
    told = _told(resource.type)
    return {name: sdk.stand_in(kind, f"{resource.name}-{name}") for name, kind in told.items()} | inputs


def _told(token: str) -> Mapping[str, Any]:
    """Return the types of what is told by the provider alone."""
    held, inputs = sdk.resource_class(token), sdk.input_names(token)
    return {name: kind for name, kind in sdk.members(held).items() if name not in inputs} if held else {}
