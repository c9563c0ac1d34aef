"""One cluster's API server, as the parts that stand for its node ask it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from kubernetes import client, watch

_PATCH: Final = "application/strategic-merge-patch+json"
_KINDS: Final = {"configMap": "configmaps", "secret": "secrets"}


class Cluster:
    """What is asked of an API server; objects are mappings as in manifests."""

    def __init__(self, api: client.ApiClient) -> None:
        self._api = api
        self._core = client.CoreV1Api(api)

    def get(self, path: str) -> dict[str, Any] | None:
        """Return the object or list at *path*, or None."""
        try:
            return self._call("GET", path)
        except client.ApiException as error:
            if error.status == 404:
                return None
            raise

    def create(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Create *body* in the collection at *path*."""
        return self._call("POST", path, body)

    def patch(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Merge *body* into the object at *path*."""
        return self._call("PATCH", path, body, _PATCH)

    def delete(self, path: str, *, grace_seconds: int | None = None) -> None:
        """Delete the object at *path*, if it is there."""
        body = {} if grace_seconds is None else {"gracePeriodSeconds": grace_seconds}
        try:
            self._call("DELETE", path, body)
        except client.ApiException as error:
            if error.status != 404:
                raise

    def pods(self) -> Iterator[dict[str, Any]]:
        """Return each pod, and again whenever it changes, for as long as the connection holds."""
        for event in watch.Watch().stream(self._core.list_pod_for_all_namespaces):
            yield event["raw_object"]

    def slices(self) -> Iterator[dict[str, Any]]:
        """Return each slice of endpoints as `pods` returns pods; one that is gone has no endpoints."""
        discovery = client.DiscoveryV1Api(self._api)
        for event in watch.Watch().stream(discovery.list_endpoint_slice_for_all_namespaces):
            found = event["raw_object"]
            yield {**found, "endpoints": []} if event["type"] == "DELETED" else found

    def data(self, kind: str, namespace: str, name: str) -> Mapping[str, str] | None:
        """Return `data` of a `configMap` or `secret`, or None where there is none."""
        found = self.get(f"/api/v1/namespaces/{namespace}/{_KINDS[kind]}/{name}")
        return None if found is None else found.get("data") or {}

    def token(self, pod: Mapping[str, Any], audience: str | None) -> str:
        """Return a token of *pod*'s account, bound to the pod, for *audience* or the API server itself."""
        metadata, account = pod["metadata"], pod["spec"]["serviceAccountName"]
        bound = {"apiVersion": "v1", "kind": "Pod", "name": metadata["name"], "uid": metadata["uid"]}
        spec: dict[str, Any] = {"expirationSeconds": 3600, "boundObjectRef": bound}
        if audience:
            spec["audiences"] = [audience]
        asked = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": spec}
        path = f"/api/v1/namespaces/{metadata['namespace']}/serviceaccounts/{account}/token"
        return self.create(path, asked)["status"]["token"]

    def _call(
        self, method: str, path: str, body: Any = None, kind: str = "application/json", query: Sequence[Any] = ()
    ) -> dict[str, Any]:
        answer = self._api.call_api(
            path,
            method,
            header_params={"Content-Type": kind, "Accept": "application/json"},
            query_params=list(query),
            body=body,
            auth_settings=["BearerToken"],
            _preload_content=False,
        )
        return json.loads(answer[0].data)
