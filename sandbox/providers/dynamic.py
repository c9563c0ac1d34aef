# ruff: noqa: ARG002 - methods take what the contract gives them
"""Dynamic providers: a program's own, which travel with their resources as a pickle and run as in the stock engine.

The methods and what they are given are the SDK's (pulumi/pulumi, `sdk/python/lib/pulumi/dynamic/__main__.py`). What one
reaches outside is its program's own doing; a preview runs `check` and `diff` alone.
"""

import base64
import contextlib
import threading
from collections.abc import Iterator, Mapping
from typing import Any, Final

import dill
from pulumi.dynamic import Config, ConfigureRequest, ResourceProvider
from pulumi.runtime._serialization import _deserialize

from sandbox.engine.wire import decode, encode, plain
from sandbox.providers.base import Diff, Fidelity, Live, ProviderError, Resource, UnknownDataSource
from sandbox.values import UNKNOWN, Properties

PACKAGE: Final = "pulumi-python"
PROVIDER: Final = "__provider"


class DynamicProvider:
    """Runs the providers that resources carry."""

    def __init__(self, project: str, config: Mapping[str, str]) -> None:
        self._config = Config(raw_config=dict(config), project_name=project)
        self._lock = threading.Lock()
        self._loaded: dict[str, ResourceProvider] = {}

    def check(self, resource: Resource, olds: Properties, news: Properties) -> Properties:
        """Return what the provider makes of the inputs. Raises `ProviderError` with its objections."""
        with _telling():
            checked = self._of(news, olds).check(plain(olds), plain(news))
        if checked.failures:
            raise ProviderError("; ".join(f"{each.property}: {each.reason}" for each in checked.failures))
        return _taken({**checked.inputs, PROVIDER: news[PROVIDER]})

    def diff(
        self, resource: Resource, physical_id: str, old_inputs: Properties, old_outputs: Properties, news: Properties
    ) -> Diff:
        """Return what the provider says would change; when it doesn't say, what differs."""
        with _telling():
            found = self._of(news, old_outputs).diff(physical_id, plain(old_outputs), plain(news))
        differing = sorted(name for name in news if name != PROVIDER and news[name] != old_outputs.get(name))
        replaces = list(found.replaces or ())
        changed = differing if found.changes is None else (differing or [PROVIDER]) if found.changes else []
        return Diff(changed=sorted({*changed, *replaces}), replaces=replaces)

    def collides(self, resource: Resource, physical_id: str, old_inputs: Properties, news: Properties) -> bool:
        """Return whether the provider asks for the old one to be deleted first."""
        with _telling():
            found = self._of(news, old_inputs).diff(physical_id, plain(old_inputs), plain(news))
        return bool(found.delete_before_replace)

    def preview(self, resource: Resource, news: Properties, old_outputs: Properties) -> Properties:
        """Return the inputs over the old outputs; the SDK takes what else there will be as unknown."""
        return {**old_outputs, **news}

    def create(self, resource: Resource, inputs: Properties) -> tuple[str, Properties]:
        """Have the provider create it."""
        with _telling():
            made = self._of(inputs).create(plain(inputs))
        return str(made.id), _taken({**(made.outs or {}), PROVIDER: inputs[PROVIDER]})

    def update(
        self, resource: Resource, physical_id: str, old_inputs: Properties, old_outputs: Properties, news: Properties
    ) -> Properties:
        """Have the provider change it."""
        with _telling():
            made = self._of(news).update(physical_id, plain(old_outputs), plain(news))
        return _taken({**(made.outs or {}), PROVIDER: news[PROVIDER]})

    def read(self, resource: Resource, physical_id: str, inputs: Properties, outputs: Properties) -> Live | None:
        """Have the provider read it back."""
        with _telling():
            found = self._of(outputs, inputs).read(physical_id, plain(outputs or inputs))
        if found.id is None:
            return None
        told = _taken({**(found.outs or {}), PROVIDER: (outputs or inputs)[PROVIDER]})
        return Live(physical_id=str(found.id), inputs=inputs, outputs=told)

    def delete(self, resource: Resource, physical_id: str, inputs: Properties, outputs: Properties) -> None:
        """Have the provider delete it."""
        with _telling():
            self._of(outputs, inputs).delete(physical_id, plain(outputs))

    def find(self, resource: Resource, inputs: Properties) -> None:
        """Find nothing: a dynamic provider has no way to say what an interrupted create left."""

    def invoke(self, token: str, args: Properties, provider: Mapping[str, Any]) -> Properties:
        """Answer nothing: dynamic providers have no data sources. Raises `UnknownDataSource`."""
        raise UnknownDataSource(token)

    def fidelity(self, type_token: str) -> Fidelity:
        """Return that the provider is the program's own."""
        return Fidelity.REAL

    def _of(self, *properties: Properties) -> ResourceProvider:
        pickled = next((each[PROVIDER] for each in properties if each.get(PROVIDER, UNKNOWN) is not UNKNOWN), None)
        if pickled is None:
            raise ProviderError("a dynamic resource carries no provider yet; what it is made of isn't known")
        with self._lock:
            if pickled not in self._loaded:
                provider = _deserialize(lambda: dill.loads(base64.b64decode(pickled)))  # noqa: S301 - the program's own
                provider.configure(ConfigureRequest(config=self._config))
                self._loaded[pickled] = provider
            return self._loaded[pickled]


@contextlib.contextmanager
def _telling() -> Iterator[None]:
    """Make what a provider raises the fault of its resource."""
    try:
        yield
    except ProviderError:
        raise
    except Exception as error:
        raise ProviderError(f"its dynamic provider raised {type(error).__name__}: {error}") from error


def _taken(properties: Mapping[str, Any]) -> Properties:
    """Return *properties* as the engine holds them."""
    return decode(encode(properties))
