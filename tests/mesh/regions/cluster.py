"""One cluster's API server, as the parts that stand for its node ask it; objects are mappings, as in manifests."""

import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

import urllib3

from tests.mesh.control_plane import ControlPlane

_PATCH: Final = "application/strategic-merge-patch+json"
_KINDS: Final = {"configMap": "configmaps", "secret": "secrets"}
_SECONDS: Final = 30


class RefusedError(Exception):
    """The API server said no; the status is the first argument, its words the second."""


class Cluster:
    """What is asked of an API server, as its administrator."""

    def __init__(self, plane: ControlPlane) -> None:
        known = plane.api().configuration
        self._url = plane.url
        self._followed: list[urllib3.BaseHTTPResponse] = []
        self._pool = urllib3.PoolManager(
            maxsize=20, ca_certs=known.ssl_ca_cert, cert_file=known.cert_file, key_file=known.key_file, retries=False
        )

    def get(self, path: str) -> dict[str, Any] | None:
        """Return the object or list at *path*, or None."""
        try:
            return self._call("GET", path)
        except RefusedError as refused:
            if refused.args[0] == 404:
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
        except RefusedError as refused:
            if refused.args[0] != 404:
                raise

    def follow(self, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield each object of the collection at *path*, again and again as it changes, and what became of it.

        Ends when the API server ends it (Kubernetes, "Efficient detection of changes").
        """
        answer = self._pool.request("GET", f"{self._url}{path}?watch=1", preload_content=False, timeout=None)
        self._followed.append(answer)
        rest = b""
        for chunk in answer.stream(decode_content=True):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                event = json.loads(line)
                yield event["type"], event["object"]

    def close(self) -> None:
        """End what follows, for which the API server would wait before it ends."""
        for answer in self._followed:
            connection = getattr(answer, "connection", None)
            if connection and connection.sock:
                with suppress(OSError):
                    connection.sock.shutdown(socket.SHUT_RDWR)

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
        self, method: str, path: str, body: Mapping[str, Any] | None = None, kind: str = "application/json"
    ) -> dict[str, Any]:
        content = None if body is None else json.dumps(body)
        headers = {"Content-Type": kind, "Accept": "application/json"}
        answer = self._pool.request(method, f"{self._url}{path}", body=content, headers=headers, timeout=_SECONDS)
        if answer.status >= 400:
            raise RefusedError(answer.status, f"{method} {path}: {answer.data.decode(errors='replace')}")
        return json.loads(answer.data)
