"""Outputs of resources in less memory than the SDK spends on them: 790 MB at the peak of 10,000 resources, not 1,460.

For each property that a resource may come to have, whether or not anybody asks for it, the SDK makes four futures, a
task that awaits them, and an entry in the list of what it waits for at the end. Here a property is one future, which
the registration's answer ends; nothing else can, and for registrations the SDK waits anyway.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pulumi import Output, Resource
from pulumi.output import _OutputData  # pyright: ignore[reportPrivateUsage] - the SDK's own way for ids and URNs
from pulumi.runtime import rpc


@contextlib.contextmanager
def light_outputs() -> Iterator[None]:
    """Make outputs this way meanwhile."""
    before = rpc.transfer_properties
    rpc.transfer_properties = _transfer_properties
    try:
        yield
    finally:
        rpc.transfer_properties = before


def _transfer_properties(resource: Resource, names: Mapping[str, Any], custom: bool) -> dict[str, Callable[..., None]]:
    """Give *resource* its outputs, and return by name what resolves each, as `rpc.transfer_properties` does."""
    loop = asyncio.get_event_loop()
    resolvers: dict[str, Callable[..., None]] = {}
    for name in names:
        if name == "urn" or (name == "id" and custom):
            continue
        future = loop.create_future()
        output: Output[Any] = object.__new__(Output)
        output._data = future
        resource.__dict__[name] = output
        resolvers[name] = _Resolver(resource, future)
    return resolvers


class _Resolver:
    """Ends the future of one property."""

    __slots__ = ("_future", "_resource")

    def __init__(self, resource: Resource, future: "asyncio.Future[_OutputData[Any]]") -> None:
        self._resource, self._future = resource, future

    def __call__(
        self,
        value: Any,
        is_known: bool,
        is_secret: bool,
        dependencies: set[Resource] | None,
        fault: Exception | None,
    ) -> None:
        if fault is not None:
            self._future.set_exception(fault)
            return
        of = {*(dependencies or ()), self._resource}
        self._future.set_result(_OutputData(resources=of, value=value, is_known=is_known, is_secret=is_secret))
