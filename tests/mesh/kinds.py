"""Custom kinds of the clusters' add-ons, as their own projects define them, put into an API server.

Each comes from the Go module of its project (`tools/kinds/go.mod`), in the version nearest to what clusters run:
Istio's is of the same minor version, the load balancer controller's of a commit; EKS chooses cert-manager's.
"""

from collections.abc import Iterator, Mapping
from typing import Any, cast

import yaml
from kubernetes import client, watch

from tests.mesh.control_plane import ControlPlane
from tools.building import path
from tools.catalogue import FILES

OWNER = "kinds"
ESTABLISHED_SECONDS = 60


def definitions() -> Iterator[Mapping[str, Any]]:
    """Yield every definition that the projects ship."""
    for name in (name for name, file in FILES.items() if file.folder == "kinds"):
        for definition in yaml.safe_load_all(path(name).read_text(encoding="utf-8")):
            if definition:
                yield definition


def define(plane: ControlPlane) -> None:
    """Have the API server know the custom kinds, and return when it serves them."""
    server, awaited = plane.server(OWNER), set[str]()
    for definition in definitions():
        server.apply(definition)
        awaited.add(definition["metadata"]["name"])
    listed = client.ApiextensionsV1Api(plane.api()).list_custom_resource_definition
    for change in watch.Watch().stream(listed, timeout_seconds=ESTABLISHED_SECONDS):
        definition = cast(dict[str, Any], change)["object"]
        if any(one.type == "Established" and one.status == "True" for one in definition.status.conditions or ()):
            awaited.discard(definition.metadata.name)
        if not awaited:
            return
    raise AssertionError(f"not established after {ESTABLISHED_SECONDS} s: {sorted(awaited)}")
