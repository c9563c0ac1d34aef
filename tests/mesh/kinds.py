"""Custom kinds of the clusters' add-ons, as their own projects define them, put into an API server.

Each comes from the Go module of its project (`tools/kinds/go.mod`), in the version nearest to what clusters run:
Istio's is of the same minor version, the load balancer controller's of a commit; EKS chooses cert-manager's.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, cast

import yaml
from kubernetes import client, watch
from kubernetes.client.exceptions import ServiceException

from tests.mesh.control_plane import ControlPlane
from tools.building import path
from tools.catalogue import FILES

ESTABLISHED_SECONDS = 120


@cache
def definitions() -> Sequence[Mapping[str, Any]]:
    """Return every definition that the projects ship."""
    names = [name for name in FILES if name.endswith(".yaml")]
    documents = (yaml.load_all(path(name).read_bytes(), yaml.CSafeLoader) for name in names)  # the other takes seconds
    return [definition for document in documents for definition in document if definition]


def define(plane: ControlPlane) -> None:
    """Have the API server know the custom kinds, and return when it serves them."""
    api, awaited = client.ApiextensionsV1Api(plane.api()), set[str]()
    for definition in definitions():
        with suppress(ServiceException):  # a busy machine's, which has taken it all the same
            api.create_custom_resource_definition(cast(Any, definition), _preload_content=False)
        awaited.add(definition["metadata"]["name"])
    listed = api.list_custom_resource_definition
    for change in watch.Watch().stream(listed, timeout_seconds=ESTABLISHED_SECONDS):
        definition = cast(dict[str, Any], change)["object"]
        if any(one.type == "Established" and one.status == "True" for one in definition.status.conditions or ()):
            awaited.discard(definition.metadata.name)
        if not awaited:
            return
    raise AssertionError(f"not established after {ESTABLISHED_SECONDS} s: {sorted(awaited)}")
