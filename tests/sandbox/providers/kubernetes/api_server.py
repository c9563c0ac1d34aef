"""As much of an API server as server-side apply, deletions and looks at what a namespace holds need.

Its answers have the form of kube-apiserver 1.34.2's: aggregated discovery, lists of metadata alone, null for none.
"""

import contextlib
import itertools
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import yaml

KINDS = {
    ("api/v1", "configmaps"): ("ConfigMap", True),
    ("api/v1", "events"): ("Event", True),
    ("api/v1", "namespaces"): ("Namespace", False),
    ("api/v1", "pods"): ("Pod", True),
    ("api/v1", "secrets"): ("Secret", True),
    ("api/v1", "serviceaccounts"): ("ServiceAccount", True),
    ("apis/apps/v1", "deployments"): ("Deployment", True),
    ("apis/apps/v1", "replicasets"): ("ReplicaSet", True),
    ("apis/apiextensions.k8s.io/v1", "customresourcedefinitions"): ("CustomResourceDefinition", False),
    ("apis/example.dev/v1", "things"): ("Thing", True),
}
VERBS = ["delete", "get", "list", "patch"]


class ApiServer(ThreadingHTTPServer):
    """Holds objects by their path."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.objects: dict[str, dict[str, Any]] = {}
        self.requests = 0
        self.applied: list[tuple[str, str]] = []
        self.accepted: list[str] = []
        """What each list was asked for as."""
        self.dying: dict[str, int] = {}
        """Path of an object that is being deleted to the looks that will still find it."""
        self.successor: dict[str, Any] = {}
        """What somebody else makes under its name when it is gone."""
        self.stale: set[str] = set()
        """Groups whose own server doesn't answer."""
        self._uids = itertools.count(1)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def hold(self, plural: str, name: str, namespace: str = "", **metadata: Any) -> str:
        """Put somebody's object there; returns its uid."""
        api = next(api for api, known in KINDS if known == plural)
        where = f"namespaces/{namespace}/{plural}" if namespace else plural
        uid = f"uid-{next(self._uids)}"
        own = {"name": name, "uid": uid, **({"namespace": namespace} if namespace else {}), **metadata}
        kind, _ = KINDS[api, plural]
        version = api.removeprefix("api/").removeprefix("apis/")
        self.objects[f"/{api}/{where}/{name}"] = {"apiVersion": version, "kind": kind, "metadata": own}
        return uid

    def put(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Make the object at *path* what an apply says."""
        uid = self.objects.get(path, {}).get("metadata", {}).get("uid") or f"uid-{next(self._uids)}"
        dying = {"deletionTimestamp": "2026-01-01T00:00:00Z"} if path in self.dying else {}
        self.objects[path] = {
            **body,
            "metadata": {**body["metadata"], "uid": uid, **dying},
            "status": {"phase": "Active"},
        }
        return self.objects[path]

    def discovery(self, path: str, accept: str) -> dict[str, Any] | None:
        """Return what is told of kinds at *path*, at once where *accept* asks for it so."""
        if path == "/version":
            return {"major": "1", "minor": "34"}
        if path in ("/api", "/apis") and "APIGroupDiscoveryList" in accept:
            return {"kind": "APIGroupDiscoveryList", "items": _groups(path[1:], self.stale)}
        if path == "/apis":
            groups = [item["metadata"]["name"] for item in _groups("apis", self.stale)]
            versions = [{"groupVersion": f"{group}/v1", "version": "v1"} for group in groups]
            listed = [
                {"name": group, "versions": [version], "preferredVersion": version}
                for group, version in zip(groups, versions, strict=True)
            ]
            return {"kind": "APIGroupList", "groups": listed}
        of_version = [
            {"name": plural, "singularName": kind.lower(), "namespaced": namespaced, "kind": kind, "verbs": VERBS}
            for (api, plural), (kind, namespaced) in KINDS.items()
            if f"/{api}" == path
        ]
        return {"kind": "APIResourceList", "groupVersion": path, "resources": of_version} if of_version else None


@contextlib.contextmanager
def serving() -> Iterator[ApiServer]:
    """Run one until the end."""
    server = ApiServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def kubeconfig_of(**servers: str) -> str:
    """Return a kubeconfig with a context for each of *servers*, addresses by name."""
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "contexts": [{"name": name, "context": {"cluster": name, "user": "me"}} for name in servers],
        "clusters": [{"name": name, "cluster": {"server": url}} for name, url in servers.items()],
        "users": [{"name": "me", "user": {}}],
    }
    return json.dumps(config)


def _groups(root: str, stale: set[str]) -> list[dict[str, Any]]:
    groups: dict[str, dict[str, Any]] = {}
    for (api, plural), (kind, namespaced) in KINDS.items():
        prefix, *group = api.split("/")[:-1]
        if prefix != root:
            continue
        name = "".join(group)
        freshness = "Stale" if name in stale else "Current"
        empty = {"version": "v1", "freshness": freshness, "resources": []}
        found = groups.setdefault(name, {"metadata": {"name": name} if name else {}, "versions": [empty]})
        scope = "Namespaced" if namespaced else "Cluster"
        response = {"group": "", "version": "", "kind": kind}
        found["versions"][0]["resources"].append(
            {"resource": plural, "responseKind": response, "scope": scope, "verbs": VERBS}
        )
    return list(groups.values())


class Handler(BaseHTTPRequestHandler):
    server: ApiServer  # pyright: ignore[reportIncompatibleVariableOverride] - the base class knows a wider type

    def do_GET(self) -> None:
        self.server.requests += 1
        path, accept = self.path.split("?")[0], self.headers["Accept"]
        told = self.server.discovery(path, accept)
        if told is None and any(path.endswith(f"/{plural}") for _, plural in KINDS):
            told = self._list(path, accept)
        self._answer(told or self.server.objects.get(path))
        if path in self.server.dying:
            self.server.dying[path] -= 1
        if self.server.dying.get(path) == 0:
            del self.server.dying[path], self.server.objects[path]
            if self.server.successor:
                self.server.objects[path] = self.server.successor

    def do_PATCH(self) -> None:
        path = self.path.split("?")[0]
        body = yaml.safe_load(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.applied.append((self.headers["Content-Type"], self.path.split("?")[1]))
        if body["metadata"].get("labels", {}).get("refuse"):
            return self._answer({"kind": "Status", "message": "denied by a webhook"}, status=422)
        return self._answer(self.server.put(path, body))

    def do_DELETE(self) -> None:
        path = self.path.split("?")[0]
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        found = self.server.objects.get(path)
        if found and asked["preconditions"]["uid"] != found["metadata"]["uid"]:
            return self._answer({"kind": "Status", "message": "the UID in the precondition doesn't match"}, status=409)
        if path in self.server.dying:
            return self._answer(found)
        return self._answer(self.server.objects.pop(path, None))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        pass

    def _list(self, path: str, accept: str) -> dict[str, Any]:
        self.server.accepted.append(accept)
        *parent, plural = path.split("/")
        api = "/".join(parent).lstrip("/").partition("/namespaces/")[0]
        inside = [
            {"metadata": each["metadata"]}
            for at, each in self.server.objects.items()
            if at.startswith(f"/{api}/") and at.split("/")[-2] == plural and at.startswith("/".join(parent))
        ]
        asked = parse_qs(urlsplit(self.path).query)
        begin = int(asked.get("continue", ["0"])[0])
        end = begin + int(asked["limit"][0])
        more = {"continue": str(end)} if end < len(inside) else {}
        return {"kind": "PartialObjectMetadataList", "metadata": more, "items": inside[begin:end] or None}

    def _answer(self, body: dict[str, Any] | None, status: int = 200) -> None:
        content = json.dumps(body or {"kind": "Status", "message": "not found"}).encode()
        self.send_response(status if body else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
