"""What stands for a cluster's scheduler and kubelet: one node, which takes every pod.

Unlike a node: no image is pulled, no limit of a container's is held, a container that ends isn't started again, and
liveness isn't asked after.
"""

import datetime
import math
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import urllib3

from tests.mesh.regions.cluster import Cluster, RefusedError
from tests.mesh.regions.network import Node
from tests.mesh.regions.pod import Pod

_LEASES: Final = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases"
_RENEW_SECONDS: Final = 10
"""Kubernetes, "Leases", "Node heartbeats"."""
_GONE: Final = (urllib3.exceptions.HTTPError, RefusedError, OSError)
"""What is raised when the API server ends before its node does."""


class Kubelet:
    """Runs the pods of one cluster."""

    def __init__(self, cluster: Cluster, node: Node, folder: Path, hosts: Path) -> None:
        self._cluster, self._node, self._folder, self._hosts = cluster, node, folder, hosts
        self._name = f"node-{node.region}"
        self._stopped = threading.Event()
        self._pods: dict[str, Pod] = {}
        self._ending: dict[str, float] = {}
        self._threads: list[threading.Thread] = []
        self._following = threading.Thread(target=self._follow, daemon=True)
        self.faults: list[str] = []
        """What kept pods from running."""

    def start(self) -> None:
        """Make the node known and begin to run what comes."""
        labels = {"topology.kubernetes.io/region": self._node.region}
        node = {"apiVersion": "v1", "kind": "Node", "metadata": {"name": self._name, "labels": labels}}
        self._cluster.create("/api/v1/nodes", node)
        self._cluster.create(_LEASES, {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", **self._lease()})
        self._renew()
        threading.Thread(target=self._keep_renewing, daemon=True).start()
        self._following.start()

    def pods(self, prefix: str, told_seconds: float = 0.0) -> list[Pod]:
        """Return the pods whose names begin with *prefix* and that weren't told to end, the oldest first; those too
        that were told no longer ago than *told_seconds*."""
        since = time.monotonic() - told_seconds
        return [
            pod
            for uid, pod in [*self._pods.items()]
            if pod.name.startswith(prefix) and self._ending.get(uid, math.inf) > since
        ]

    def names(self, prefix: str) -> set[str]:
        """Return the names of all pods that ever ran whose names begin with *prefix*."""
        return {pod.name for pod in self._pods.values() if pod.name.startswith(prefix)}

    def stop(self) -> None:
        """End every pod at once, and return when nothing is written any more."""
        self._stopped.set()
        self._cluster.close()
        self._following.join()
        for pod in [*self._pods.values()]:
            pod.kill()
        for thread in self._threads:
            thread.join()

    def _follow(self) -> None:
        while not self._stopped.is_set():
            with suppress(*_GONE):
                for change, pod in self._cluster.follow("/api/v1/pods"):
                    if self._stopped.is_set():
                        return
                    if change == "DELETED":
                        self._ending.setdefault(pod["metadata"]["uid"], time.monotonic())
                    else:
                        self._see(pod)

    def _see(self, manifest: Mapping[str, Any]) -> None:
        metadata = manifest["metadata"]
        uid = metadata["uid"]
        if "deletionTimestamp" in metadata:
            if uid in self._pods and uid not in self._ending:
                self._ending[uid] = time.monotonic()
                grace = metadata.get("deletionGracePeriodSeconds", 0)
                self._in_background(lambda: self._pods[uid].stop(grace))
        elif uid not in self._pods:
            if not manifest["spec"].get("nodeName"):
                self._bind(manifest)
            folder = self._folder / metadata["name"]
            folder.mkdir(parents=True)
            self._pods[uid] = pod = Pod(manifest, self._node, self._cluster, folder, self._hosts)
            self._in_background(pod.run)

    def _bind(self, manifest: Mapping[str, Any]) -> None:
        metadata = manifest["metadata"]
        target = {"apiVersion": "v1", "kind": "Node", "name": self._name}
        binding = {"apiVersion": "v1", "kind": "Binding", "metadata": {"name": metadata["name"]}, "target": target}
        self._cluster.create(f"/api/v1/namespaces/{metadata['namespace']}/pods/{metadata['name']}/binding", binding)

    def _in_background(self, work: Callable[[], None]) -> None:
        def run() -> None:
            try:
                work()
            except Exception as fault:  # noqa: BLE001 - told by who asks for the pod
                if not self._stopped.is_set():
                    self.faults.append(f"{type(fault).__name__}: {fault}")

        self._threads.append(threading.Thread(target=run, daemon=True))
        self._threads[-1].start()

    def _keep_renewing(self) -> None:
        while not self._stopped.wait(_RENEW_SECONDS):
            with suppress(*_GONE):
                self._renew()

    def _renew(self) -> None:
        self._cluster.patch(f"{_LEASES}/{self._name}", self._lease())
        ready = {"type": "Ready", "status": "True", "reason": "KubeletReady", "lastHeartbeatTime": _now()}
        self._cluster.patch(f"/api/v1/nodes/{self._name}/status", {"status": {"conditions": [ready]}})

    def _lease(self) -> dict[str, Any]:
        spec = {"holderIdentity": self._name, "leaseDurationSeconds": 40, "renewTime": _now()}
        return {"metadata": {"name": self._name}, "spec": spec}


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
