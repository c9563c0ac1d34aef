"""What a release is applied to: the objects of a cluster.

They are applied by the server (Kubernetes, "Server-Side Apply"), which merges what others own and tells conflicts; what
a release says goes, so conflicts are forced.
"""

import urllib.parse
from dataclasses import dataclass, field
from typing import Final

from functions._shared.kubernetes import NOT_FOUND, ApiError, ApiServer, Object

OWNER: Final = "groot"
"""Field manager of what a release says."""


@dataclass(frozen=True)
class Kind:
    """Where the API server keeps objects of a kind."""

    plural: str
    namespaced: bool


@dataclass
class Cluster(ApiServer):
    """A cluster, by its API server."""

    _kinds: dict[tuple[str, str], Kind] = field(default_factory=dict, init=False)

    def apply(self, obj: Object, namespace: str) -> None:
        """Make *obj* so, in *namespace* if it names none."""
        query = urllib.parse.urlencode({"fieldManager": OWNER, "force": "true"})
        self.request("PATCH", f"{self._path(obj, namespace)}?{query}", obj, "application/apply-patch+yaml")

    def read(self, obj: Object, namespace: str) -> Object | None:
        """Return what stands under *obj*'s name, or None."""
        try:
            return self.request("GET", self._path(obj, namespace))
        except ApiError as error:
            if error.status == NOT_FOUND:
                return None
            raise

    def delete(self, obj: Object, namespace: str) -> None:
        """Delete *obj*, and what it owns; it may be gone already."""
        try:
            self.request("DELETE", self._path(obj, namespace), {"propagationPolicy": "Background"})
        except ApiError as error:
            if error.status != NOT_FOUND:
                raise

    def namespace_of(self, obj: Object, default: str) -> str:
        """Return the namespace that *obj* is in; none for kinds that have none."""
        if not self._kind(obj["apiVersion"], obj["kind"]).namespaced:
            return ""
        return obj["metadata"].get("namespace") or default

    def _path(self, obj: Object, default: str) -> str:
        api, kind = obj["apiVersion"], self._kind(obj["apiVersion"], obj["kind"])
        namespace = self.namespace_of(obj, default)
        parts = [_root(api), *(["namespaces", namespace] if namespace else []), kind.plural, obj["metadata"]["name"]]
        return "/".join(parts)

    def _kind(self, api: str, kind: str) -> Kind:
        if (api, kind) not in self._kinds:
            for one in self.request("GET", _root(api))["resources"]:
                if "/" not in one["name"]:
                    self._kinds[api, one["kind"]] = Kind(one["name"], one["namespaced"])
        if (api, kind) not in self._kinds:
            raise ApiError(NOT_FOUND, f"the cluster knows no {kind} of {api}")
        return self._kinds[api, kind]


def _root(api: str) -> str:
    return f"/api/{api}" if "/" not in api else f"/apis/{api}"
