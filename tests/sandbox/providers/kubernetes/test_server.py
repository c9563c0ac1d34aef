"""A kubeconfig: manifests reach an API server by server-side apply, over HTTP, with the official client."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from sandbox.providers.base import ProviderError, Resource
from sandbox.providers.kubernetes import KubernetesProvider, server

KIND = {"name": "namespaces", "singularName": "namespace", "namespaced": False, "kind": "Namespace"}
NAMESPACE = "/api/v1/namespaces/apps"
DISCOVERY: dict[str, dict[str, Any]] = {
    "/version": {"major": "1", "minor": "33"},
    "/apis": {"kind": "APIGroupList", "groups": []},
    "/api/v1": {"kind": "APIResourceList", "groupVersion": "v1", "resources": [{**KIND, "verbs": ["get", "patch"]}]},
}


class ApiServer(ThreadingHTTPServer):
    """As much of an API server as one cluster-scoped kind needs."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.objects: dict[str, dict[str, Any]] = {}
        self.applied: list[tuple[str, str]] = []
        self.dying: dict[str, int] = {}
        """Path of an object that is being deleted to the looks that will still find it."""
        self.successor: dict[str, Any] = {}
        """What somebody else makes under its name when it is gone."""


class Handler(BaseHTTPRequestHandler):
    server: ApiServer  # pyright: ignore[reportIncompatibleVariableOverride] - the base class knows a wider type

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        self._answer(DISCOVERY.get(path) or self.server.objects.get(path))
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
        dying = {"deletionTimestamp": "2026-01-01T00:00:00Z"} if path in self.server.dying else {}
        body["metadata"].update(dying)
        self.server.objects[path] = {**body, "status": {"phase": "Active"}}
        return self._answer(self.server.objects[path])

    def do_DELETE(self) -> None:
        path = self.path.split("?")[0]
        if path in self.server.dying:
            return self._answer(self.server.objects[path])
        return self._answer(self.server.objects.pop(path, None))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        pass

    def _answer(self, body: dict[str, Any] | None, status: int = 200) -> None:
        content = json.dumps(body or {"kind": "Status", "message": "not found"}).encode()
        self.send_response(status if body else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture
def api_server() -> Iterator[ApiServer]:
    server = ApiServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def namespace(api_server: ApiServer) -> Resource:
    kubeconfig = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "here",
        "contexts": [{"name": "here", "context": {"cluster": "here", "user": "me"}}],
        "clusters": [{"name": "here", "cluster": {"server": f"http://127.0.0.1:{api_server.server_port}"}}],
        "users": [{"name": "me", "user": {}}],
    }
    settings = {"kubeconfig": json.dumps(kubeconfig), "renderYamlToDirectory": "manifests"}
    token = "kubernetes:core/v1:Namespace"
    return Resource(urn=f"urn:pulumi:test::groot::{token}::apps", type=token, name="apps", provider=settings)


def test_resource_is_applied_read_back_and_deleted(api_server: ApiServer, namespace: Resource, tmp_path: Path) -> None:
    provider = KubernetesProvider(tmp_path)
    inputs = provider.check(namespace, {}, {"metadata": {"name": "apps"}})

    physical_id, outputs = provider.create(namespace, inputs)
    assert outputs["status"] == {"phase": "Active"}
    assert api_server.applied == [("application/apply-patch+yaml", "fieldManager=groot-sandbox&force=true")]
    assert (tmp_path / "manifests/1-manifest/v1-namespace-default-apps.yaml").exists()

    api_server.objects[NAMESPACE]["metadata"]["name"] = "changed"
    live = provider.read(namespace, physical_id, inputs, outputs)
    assert live is not None
    assert live.inputs == {**inputs, "metadata": {"name": "changed"}}

    provider.delete(namespace, physical_id, inputs, outputs)
    provider.delete(namespace, physical_id, inputs, outputs)
    assert provider.read(namespace, physical_id, inputs, outputs) is None


def test_deletion_ends_when_the_object_is_gone(api_server: ApiServer, namespace: Resource, tmp_path: Path) -> None:
    provider = KubernetesProvider(tmp_path)
    inputs = provider.check(namespace, {}, {"metadata": {"name": "apps"}})
    physical_id, outputs = provider.create(namespace, inputs)
    api_server.dying[NAMESPACE] = 3
    provider.delete(namespace, physical_id, inputs, outputs)
    assert NAMESPACE not in api_server.objects


def test_deletion_does_not_wait_for_what_somebody_else_made_anew(
    api_server: ApiServer, namespace: Resource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "DELETION_SECONDS", 1)
    provider = KubernetesProvider(tmp_path)
    inputs = provider.check(namespace, {}, {"metadata": {"name": "apps"}})
    physical_id, outputs = provider.create(namespace, inputs)
    api_server.dying[NAMESPACE] = 2
    api_server.successor = {**inputs, "metadata": {"name": "apps", "uid": "another"}}
    provider.delete(namespace, physical_id, inputs, outputs)
    assert api_server.objects[NAMESPACE]["metadata"]["uid"] == "another"


def test_deletion_without_an_end_is_told(
    api_server: ApiServer, namespace: Resource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "DELETION_SECONDS", 0)
    provider = KubernetesProvider(tmp_path)
    inputs = provider.check(namespace, {}, {"metadata": {"name": "apps"}})
    physical_id, outputs = provider.create(namespace, inputs)
    api_server.dying[NAMESPACE] = 10
    with pytest.raises(ProviderError, match="Namespace: not gone after 0 s"):
        provider.delete(namespace, physical_id, inputs, outputs)


def test_object_that_is_being_deleted_is_not_taken_for_made(
    api_server: ApiServer, namespace: Resource, tmp_path: Path
) -> None:
    provider = KubernetesProvider(tmp_path)
    inputs = provider.check(namespace, {}, {"metadata": {"name": "apps"}})
    api_server.dying[NAMESPACE] = 10
    with pytest.raises(ProviderError, match="the cluster is deleting it"):
        provider.create(namespace, inputs)


def test_refusal_is_told_in_the_server_s_words(namespace: Resource, tmp_path: Path) -> None:
    provider = KubernetesProvider(tmp_path)
    inputs = provider.check(namespace, {}, {"metadata": {"name": "apps", "labels": {"refuse": "yes"}}})
    with pytest.raises(ProviderError, match="Namespace: denied by a webhook"):
        provider.create(namespace, inputs)


def test_kind_that_the_cluster_lacks_is_named(namespace: Resource, tmp_path: Path) -> None:
    provider = KubernetesProvider(tmp_path)
    token = "kubernetes:networking.istio.io/v1:Gateway"
    gateway = Resource(urn=f"urn:pulumi:test::groot::{token}::g", type=token, name="g", provider=namespace.provider)
    inputs = provider.check(gateway, {}, {"metadata": {"name": "g"}, "spec": {}})
    with pytest.raises(ProviderError, match="Gateway: No matches found"):
        provider.create(gateway, inputs)


def test_kubeconfig_that_is_none_is_refused(tmp_path: Path) -> None:
    token = "kubernetes:core/v1:Namespace"
    provider, settings = KubernetesProvider(tmp_path), {"kubeconfig": "{}"}
    namespace = Resource(urn=f"urn:pulumi:test::groot::{token}::apps", type=token, name="apps", provider=settings)
    with pytest.raises(ProviderError, match="kubeconfig: "):
        provider.create(namespace, provider.check(namespace, {}, {"metadata": {"name": "apps"}}))
