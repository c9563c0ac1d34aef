"""One region of the mesh that runs: its cluster, Istio's control plane in it, and what the components render for it."""

import datetime
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import urllib3

from components.compute.mesh_egress import SERVICES
from tests.mesh.control_plane import ControlPlane, control_plane
from tests.mesh.kinds import define
from tests.mesh.regions.certificates import Signed, secret, signed
from tests.mesh.regions.charts import control_plane as istio
from tests.mesh.regions.cluster import Cluster, RefusedError
from tests.mesh.regions.kubelet import Kubelet
from tests.mesh.regions.manifests import API, HOST, Rendered, door
from tests.mesh.regions.network import GATEWAY, Network
from tests.mesh.regions.pod import Pod
from tests.mesh.regions.relay import carry, carry_asked, unix_listener
from tests.mesh.regions.services import Services

_READY_SECONDS: Final = 120
_LOOK_SECONDS: Final = 0.2
_API_PORT: Final = 443


class Region:
    """A region that runs."""

    def __init__(
        self, name: str, network: Network, plane: ControlPlane, rendered: Rendered, root: Signed, gateways: int
    ) -> None:
        self.name, self.plane = name, plane
        self.node = network.nodes[name]
        self._others = {other: node.door for other, node in network.nodes.items() if other != name}
        self._rendered, self._root = rendered, root
        self._replicas = {"ingress": gateways, "groot-api": API.replicas.min}
        self.cluster = Cluster(plane)
        self._hosts = plane.folder / "hosts"
        self._hosts.write_text("127.0.0.1 localhost\n", encoding="utf-8")
        resolver = f"search svc.cluster.local cluster.local\nnameserver {GATEWAY}\noptions ndots:5\n"
        self._hosts.with_name("resolv.conf").write_text(resolver, encoding="utf-8")
        self.kubelet = Kubelet(self.cluster, self.node, plane.folder / "pods", self._hosts)

    def start(self) -> None:
        """Bring all of it up, and return when its pods are ready."""
        self._server = self.plane.server()
        here = urlsplit(self.plane.url)
        assert here.hostname
        address = (here.hostname, here.port)
        listening = self.node.namespace.within(lambda: socket.create_server((GATEWAY, _API_PORT)))
        carry(listening, lambda: socket.create_connection(address))
        define(self.plane)
        self.kubelet.start()
        threading.Thread(target=self._serve, daemon=True).start()
        first = ("Namespace",)
        self._apply([one for one in self._rendered.manifests if one["kind"] in first])
        self.hand_certificates(self._root)
        self._apply(istio(self._rendered.charts))
        self._write_hosts()
        self.until(lambda: self._available("istio-system", "istiod"), "istiod is ready")
        self._apply([self._scaled(one) for one in self._rendered.manifests if one["kind"] not in first])
        self._write_hosts()
        for namespace, name in (("istio-ingress", "ingress"), ("groot", "groot-api")):
            self.until(lambda: self.is_ready(namespace, name), f"{name} is ready")  # noqa: B023 - asked at once

    def hand_certificates(self, root: Signed) -> None:
        """Put what cert-manager would make of *root* where the manifests ask for it."""
        authority = signed(f"mesh-{self.name}", root, authority=True)
        gateway = signed(HOST, root, dns=HOST)
        self._apply(
            [secret("istio-system", "cacerts", authority, root), secret("istio-ingress", "api-tls", gateway, root)]
        )

    def take_charts(self, charts: Sequence[Mapping[str, Any]]) -> None:
        """Apply the mesh's control plane as *charts* have it."""
        self._apply(istio(charts))

    def restart(self, namespace: str, deployment: str) -> None:
        """Ask for all pods of a deployment anew, as `kubectl rollout restart` does."""
        at = {"kubectl.kubernetes.io/restartedAt": datetime.datetime.now(datetime.UTC).isoformat()}
        path = f"/apis/apps/v1/namespaces/{namespace}/deployments/{deployment}"
        self.cluster.patch(path, {"spec": {"template": {"metadata": {"annotations": at}}}})

    def run(self, pod: Mapping[str, Any]) -> Pod:
        """Return *pod*, by itself and without the mesh's proxy, once it is ready."""
        name = pod["metadata"]["name"]
        self.cluster.create("/api/v1/namespaces/default/pods", pod)
        self.until(lambda: any(one.ready for one in self.kubelet.pods(name)), f"{name} is ready")
        [running] = self.kubelet.pods(name)
        return running

    def until(self, holds: Callable[[], bool], what: str, seconds: float = _READY_SECONDS) -> None:
        """Return when *holds*, or fail and say *what* didn't become true."""
        end = time.monotonic() + seconds
        while not holds():
            assert not self.kubelet.faults, (self.name, self.kubelet.faults)
            assert time.monotonic() < end, f"{self.name}: not after {seconds} s: {what}; {self.plane.folder}"
            time.sleep(_LOOK_SECONDS)

    def scale(self, namespace: str, deployment: str, replicas: int) -> None:
        """Ask for so many pods."""
        path = f"/apis/apps/v1/namespaces/{namespace}/deployments/{deployment}"
        self.cluster.patch(path, {"spec": {"replicas": replicas}})

    def gateways(self) -> list[Pod]:
        """Return the pods of the mesh's gateway."""
        return self.kubelet.pods("ingress-")

    def apis(self) -> list[Pod]:
        """Return the pods of the API."""
        return self.kubelet.pods("groot-api-")

    def _scaled(self, manifest: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return *manifest* with fewer gateways, since one machine is under all of them, and with as many of the API as
        its autoscaler would ask for at once."""
        replicas = self._replicas.get(manifest["metadata"]["name"])
        if manifest["kind"] != "Deployment" or replicas is None:
            return manifest
        return {**manifest, "spec": {**manifest["spec"], "replicas": replicas}}

    def _serve(self) -> None:
        with suppress(urllib3.exceptions.HTTPError, RefusedError, OSError, AssertionError):  # when the region ends
            Services(self.node, self.cluster).follow()

    def _available(self, namespace: str, name: str) -> bool:
        found = self.cluster.get(f"/apis/apps/v1/namespaces/{namespace}/deployments/{name}")
        return bool(found and found["status"].get("availableReplicas"))

    def is_ready(self, namespace: str, name: str, but: Sequence[Pod] = ()) -> bool:
        """Return whether as many pods of a deployment are ready as it asks for, and none of them is one of *but*."""
        found = self.cluster.get(f"/apis/apps/v1/namespaces/{namespace}/deployments/{name}")
        if not found or found["status"].get("readyReplicas", 0) < found["spec"]["replicas"]:
            return False
        slices = self.cluster.get(f"/apis/discovery.k8s.io/v1/namespaces/{namespace}/endpointslices") or {"items": []}
        told = {address for one in slices["items"] for end in one["endpoints"] or () for address in end["addresses"]}
        return told.isdisjoint(pod.address for pod in but)

    def _apply(self, manifests: Sequence[Mapping[str, Any]]) -> None:
        for manifest in manifests:
            self._server.apply(manifest)

    def _write_hosts(self) -> None:
        """Give pods the names that a cluster's DNS has: services, the other regions' doors, and AWS's endpoints, which
        are where the node is."""
        names = {"kubernetes.default.svc": GATEWAY, **{door(other): address for other, address in self._others.items()}}
        names |= {f"{service}.{self.name}.amazonaws.com": self.node.address for service in SERVICES}
        for service in (self.cluster.get("/api/v1/services") or {})["items"]:
            metadata, address = service["metadata"], service["spec"].get("clusterIP")
            called = f"{metadata['name']}.{metadata['namespace']}.svc"
            if address and address != "None" and called not in names:
                names |= {called: address, f"{called}.cluster.local": address}
        lines = [f"{address} {name}" for name, address in {"localhost": "127.0.0.1", **names}.items()]
        self._hosts.write_text("\n".join([*lines, ""]), encoding="utf-8")


@contextmanager
def region(
    name: str, network: Network, rendered: Rendered, root: Signed, folder: Path, gateways: int
) -> Iterator[Region]:
    """Bring up the region called *name* with so many *gateways*, and end it afterwards."""
    webhooks = folder / f"{name}.sock"
    with unix_listener(webhooks) as asked, control_plane(webhooks=webhooks) as plane, ExitStack() as ending:
        carry_asked(asked, network.nodes[name].namespace)
        running = Region(name, network, plane, rendered, root, gateways)
        ending.callback(running.kubelet.stop)
        running.start()
        yield running
