"""Makes of what a provider raises unforeseen the fault of the one resource that it was about.

A server that isn't AWS can answer anything, and a state that was edited can hold anything. The run tells which resource
it was and goes on with the others; values, which may be secret, aren't told.
"""

import contextlib
import traceback
from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.providers.base import Diff, Fidelity, Live, Provider, ProviderError, Resource
from sandbox.values import Properties


class Guarded:
    """A provider that raises nothing but `ProviderError`."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def check(self, resource: Resource, olds: Properties, news: Properties) -> Properties:
        """Fill in defaults."""
        with _foreseen():
            return self._provider.check(resource, olds, news)

    def diff(
        self, resource: Resource, physical_id: str, old_inputs: Properties, old_outputs: Properties, news: Properties
    ) -> Diff:
        """Compare with the state."""
        with _foreseen():
            return self._provider.diff(resource, physical_id, old_inputs, old_outputs, news)

    def collides(self, resource: Resource, physical_id: str, old_inputs: Properties, news: Properties) -> bool:
        """Return whether a replacement would have the name of what it replaces."""
        with _foreseen():
            return self._provider.collides(resource, physical_id, old_inputs, news)

    def preview(self, resource: Resource, news: Properties, old_outputs: Properties) -> Properties:
        """Return the outputs as far as they are known."""
        with _foreseen():
            return self._provider.preview(resource, news, old_outputs)

    def create(self, resource: Resource, inputs: Properties) -> tuple[str, Properties]:
        """Create it."""
        with _foreseen():
            return self._provider.create(resource, inputs)

    def update(
        self, resource: Resource, physical_id: str, old_inputs: Properties, old_outputs: Properties, news: Properties
    ) -> Properties:
        """Change it in place."""
        with _foreseen():
            return self._provider.update(resource, physical_id, old_inputs, old_outputs, news)

    def read(self, resource: Resource, physical_id: str, inputs: Properties, outputs: Properties) -> Live | None:
        """Read what is there now."""
        with _foreseen():
            return self._provider.read(resource, physical_id, inputs, outputs)

    def delete(self, resource: Resource, physical_id: str, inputs: Properties, outputs: Properties) -> None:
        """Delete it."""
        with _foreseen():
            self._provider.delete(resource, physical_id, inputs, outputs)

    def find(self, resource: Resource, inputs: Properties) -> str | None:
        """Return the id of what an interrupted create left."""
        with _foreseen():
            return self._provider.find(resource, inputs)

    def invoke(self, token: str, args: Properties, provider: Mapping[str, Any]) -> Properties:
        """Answer a data source."""
        with _foreseen():
            return self._provider.invoke(token, args, provider)

    def fidelity(self, type_token: str) -> Fidelity:
        """Return how faithfully the type is emulated."""
        return self._provider.fidelity(type_token)


@contextlib.contextmanager
def _foreseen() -> Iterator[None]:
    try:
        yield
    except ProviderError:
        raise
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{type(error).__name__} in {last.filename.rpartition('/')[2]}:{last.lineno}"
        raise ProviderError(
            f"what was answered, or stands in the state, is not of the form it should be ({place}); try again, and if "
            "the state was edited restore it from a copy",
            outcome_unknown=True,
        ) from error
