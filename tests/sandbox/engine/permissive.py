"""A provider that accepts everything, as the one behind the recordings does, and keeps a cloud of its own in memory.

Outputs are the inputs plus a made-up `arn` and `name`; a change of one of `REPLACES` replaces. `fail_on` makes calls
fail, so that tests can see what is left behind. `called` is a name that only one can have: whoever creates it anew
is given what is there, as SQS and SNS do.
"""

import hashlib
import threading
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.providers.base import Diff, Fidelity, Live, ProviderError, Resource
from sandbox.values import UNKNOWN, Properties

REPLACES = frozenset({"type", "algorithm", "ecdsaCurve", "multiRegion"})


class PermissiveProvider:
    def __init__(self) -> None:
        self.cloud: dict[str, tuple[str, Properties]] = {}
        """Physical id to URN and inputs of what exists."""
        self.calls: list[tuple[str, str]] = []
        """Method and logical name of each call that changes the cloud, in order."""
        self.fail_on: Callable[[str, Resource], None] = lambda method, resource: None
        self.read_hook: Callable[[str], None] = lambda physical_id: None
        """Called with the id of what is read; what it raises is what the read raises."""
        self._counter = 0
        self._lock = threading.Lock()

    def check(self, resource: Resource, olds: Properties, news: Properties) -> Properties:
        return dict(news)

    def diff(
        self, resource: Resource, physical_id: str, old_inputs: Properties, old_outputs: Properties, news: Properties
    ) -> Diff:
        changed = [key for key in {**old_inputs, **news} if old_inputs.get(key) != news.get(key)]
        return Diff(changed=changed, replaces=[key for key in changed if key in REPLACES])

    def collides(self, resource: Resource, physical_id: str, old_inputs: Properties, news: Properties) -> bool:
        return "called" in news and news["called"] == old_inputs.get("called")

    def preview(self, resource: Resource, news: Properties, old_outputs: Properties) -> Properties:
        return {**old_outputs, **news}

    def create(self, resource: Resource, inputs: Properties) -> tuple[str, Properties]:
        self._called("create", resource)
        assert not _contains_unknown(inputs), f"{resource.urn} was created with unknown inputs"
        with self._lock:
            self._counter += 1
            digest = hashlib.sha256(f"{resource.urn}{self._counter}".encode()).hexdigest()[:12]
            physical_id = str(inputs.get("called", f"{resource.name}-{digest}"))
            self.cloud[physical_id] = (resource.urn, dict(inputs))
        return physical_id, self._outputs(physical_id, inputs)

    def update(
        self, resource: Resource, physical_id: str, old_inputs: Properties, old_outputs: Properties, news: Properties
    ) -> Properties:
        self._called("update", resource)
        self.cloud[physical_id] = (resource.urn, dict(news))
        return self._outputs(physical_id, news)

    def read(self, resource: Resource, physical_id: str, inputs: Properties, outputs: Properties) -> Live | None:
        self.read_hook(physical_id)
        if physical_id not in self.cloud:
            return None
        live = self.cloud[physical_id][1]
        return Live(physical_id=physical_id, inputs=dict(live), outputs=self._outputs(physical_id, live))

    def delete(self, resource: Resource, physical_id: str, inputs: Properties, outputs: Properties) -> None:
        self._called("delete", resource)
        self.cloud.pop(physical_id, None)

    def find(self, resource: Resource, inputs: Properties) -> str | None:
        return next((key for key, (urn, live) in self.cloud.items() if urn == resource.urn and live == inputs), None)

    def invoke(self, token: str, args: Properties, provider: Mapping[str, Any]) -> Properties:
        if "refused" in args:
            raise ProviderError(f"{token}: {args['refused']}")
        return {"id": "z", "names": ["us-east-1a", "us-east-1b", "us-east-1c"], "zoneIds": ["1", "2", "3"]}

    def fidelity(self, type_token: str) -> Fidelity:
        return Fidelity.REAL

    def _called(self, method: str, resource: Resource) -> None:
        self.fail_on(method, resource)
        with self._lock:
            self.calls.append((method, resource.name))

    @staticmethod
    def _outputs(physical_id: str, inputs: Properties) -> Properties:
        tags = {"tagsAll": inputs["labels"]} if "labels" in inputs else {}
        return {**inputs, **tags, "arn": f"arn:aws:x:us-east-1:123456789012:{physical_id}", "name": physical_id}


def failing(method: str, name: str) -> Callable[[str, Resource], None]:
    """Make *method* on the resource called *name* fail."""

    def fail(called: str, resource: Resource) -> None:
        if (called, resource.name) == (method, name):
            raise ProviderError(f"{method} of {name} is refused")

    return fail


def _contains_unknown(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_contains_unknown(item) for item in value.values())
    if isinstance(value, list):
        return any(_contains_unknown(item) for item in value)
    return value is UNKNOWN
