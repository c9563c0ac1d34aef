# ruff: noqa: ARG002 - methods take what the contract gives them
"""Stacks that a program refers to: their outputs are in the sandbox's states or in the project's `sandbox.yaml`."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.fixtures import FILE, STACK_REFERENCES, Fixtures
from sandbox.providers.base import Live, ProviderError, Resource, UnknownDataSource
from sandbox.providers.recorded import RecordedProvider
from sandbox.values import Properties, Secret

TYPE = "pulumi:pulumi:StackReference"


class StackReferences(RecordedProvider):
    """The engine's own package, `pulumi`."""

    def __init__(self, fixtures: Fixtures, outputs_of: Callable[[str], Mapping[str, Any] | None]) -> None:
        """*outputs_of* returns the outputs of a stack of the sandbox by its name, or None."""
        self._fixtures, self._outputs_of = fixtures, outputs_of

    def read(self, resource: Resource, physical_id: str, inputs: Properties, outputs: Properties) -> Live:
        """Return the outputs of the stack *physical_id*.

        Raises:
            UnknownDataSource: nobody here knows the stack.
            ProviderError: it is another kind of resource.
        """
        if resource.type != TYPE:
            raise ProviderError(f"{resource.type}: the sandbox reads no such resource")
        found = self._fixtures.stack_references.get(physical_id)
        found = self._outputs_of(physical_id) if found is None else found
        if found is None:
            raise UnknownDataSource(
                f"stack {physical_id}: the sandbox has no such stack; deploy it here first (`groot up` in its "
                f"folder knows those of the same project), or give its outputs under {STACK_REFERENCES} in {FILE}"
            )
        secret = sorted(name for name, value in found.items() if isinstance(value, Secret))
        told = {"name": physical_id, "outputs": dict(found), "secretOutputNames": secret}
        return Live(physical_id=physical_id, inputs={"name": physical_id}, outputs=told)
