"""One pod on a node: its network, its containers, and whether it is ready; what the kubelet does of that.

Init containers run one after the other; those that restart always are sidecars and stay (Kubernetes, "Sidecar
Containers"). A pod that goes first runs what its containers want before they stop, then gets SIGTERM, and SIGKILL after
its grace period ("Pod Lifecycle", "Termination of Pods"). What the mesh's CNI plugin does to a pod's network is done
by the agent's own program, with the arguments that the pod has for it.
"""

import http.client
import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from tests.mesh.regions.cluster import Cluster
from tests.mesh.regions.containers import Container
from tests.mesh.regions.environment import command, environment
from tests.mesh.regions.network import Node
from tests.mesh.regions.programs import program
from tests.mesh.regions.volumes import write
from tools.building import path

_LOOK_SECONDS: Final = 0.2
_PROBE_SECONDS: Final = 1
_VALIDATION: Final = "istio-validation"
_TOKENS: Final = "/var/run/secrets/kubernetes.io/serviceaccount"


class Pod:
    """A pod that runs."""

    def __init__(self, manifest: Mapping[str, Any], node: Node, cluster: Cluster, folder: Path, hosts: Path) -> None:
        self._manifest, self._node, self._cluster = manifest, node, cluster
        self._folder, self._hosts = folder, hosts
        self.name: str = manifest["metadata"]["name"]
        self.network, self.address = node.create_pod()
        self._containers: dict[str, Mapping[str, Any]] = {}
        self._mains: dict[str, subprocess.Popen[bytes]] = {}
        self._sidecars: dict[str, subprocess.Popen[bytes]] = {}
        self._gone = threading.Event()
        self.ready = False

    @property
    def path(self) -> str:
        """Where the API server has it."""
        return f"/api/v1/namespaces/{self._manifest['metadata']['namespace']}/pods/{self.name}"

    def run(self) -> None:
        """Start it and keep its status, until it is stopped or killed."""
        self._tell(ready=False)
        self._manifest = self._cluster.get(self.path) or self._manifest
        self._write_volumes()
        spec = self._manifest["spec"]
        for container in spec.get("initContainers") or ():
            if container["name"] == _VALIDATION:
                self._redirect(container["args"])
            process = self._start(container)
            if container.get("restartPolicy") == "Always":
                self._sidecars[container["name"]] = process
            else:
                assert process.wait() == 0, f"{self.name}/{container['name']} failed: {self._folder}"
        for container in spec["containers"]:
            self._mains[container["name"]] = self._start(container)
        told = None
        while not self._gone.wait(_LOOK_SECONDS if told is not True else _PROBE_SECONDS):
            self._write_volumes()
            ready = self._is_ready()
            if ready != told:
                self._tell(ready=ready)
                told = ready

    def stop(self, grace_seconds: float) -> None:
        """End it as its deletion asks, within *grace_seconds*: sidecars after the containers that they serve."""
        until = time.monotonic() + grace_seconds
        for name, process in self._sidecars.items():
            self._prepare_to_stop(name, process, until)
        for name, process in self._mains.items():
            self._prepare_to_stop(name, process, until)
        self._gone.set()
        for processes in (self._mains.values(), self._sidecars.values()):
            for process in processes:
                process.terminate()
            for process in processes:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(max(0.0, until - time.monotonic()))
        self._end()
        self._cluster.delete(self.path, grace_seconds=0)

    def kill(self) -> None:
        """End it without a word to anybody, as when its node dies."""
        self._gone.set()
        self._end()

    def _end(self) -> None:
        for process in (*self._mains.values(), *self._sidecars.values()):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if self.network.path.exists():
            self.network.delete()

    def _prepare_to_stop(self, name: str, process: "subprocess.Popen[bytes]", until: float) -> None:
        hook = (self._containers[name].get("lifecycle") or {}).get("preStop") or {}
        if "sleep" in hook:
            self._gone.wait(min(hook["sleep"]["seconds"], max(0.0, until - time.monotonic())))
        elif "exec" in hook:
            inside = ["nsenter", f"--target={process.pid}", "--mount", "--net", "--root", "--wd"]
            subprocess.run([*inside, *hook["exec"]["command"]], capture_output=True, check=False)

    def _write_volumes(self) -> None:
        while not self._gone.is_set():
            with suppress(LookupError):
                self._volumes = write(self._manifest, self._folder / "volumes", self._cluster)
                return
            self._gone.wait(_LOOK_SECONDS)

    def _redirect(self, arguments: Sequence[str]) -> None:
        """Lead the pod's connections through its proxy, as the mesh's CNI plugin does."""
        wanted = [one for one in arguments if one not in ("--run-validation", "--skip-rule-apply")]
        self.network.run(str(path("pilot-agent")), *wanted)

    def _start(self, container: Mapping[str, Any]) -> "subprocess.Popen[bytes]":
        self._containers[container["name"]] = container
        image = program(container["image"])
        variables = {**self._kubernetes(), **environment(container, self._manifest)}
        mounts = {one["mountPath"]: self._volumes[one["name"]] for one in container.get("volumeMounts") or ()}
        contexts = (container.get("securityContext") or {}, self._manifest["spec"].get("securityContext") or {})
        return Container(
            name=container["name"],
            host=self.name,
            root=self._folder / container["name"],
            network=self.network,
            command=command(container, image.entry, variables),
            environment=variables,
            user=next((context["runAsUser"] for context in contexts if "runAsUser" in context), image.user),
            lent={
                **image.lent,
                **mounts,
                "/etc/hosts": self._hosts,
                "/etc/resolv.conf": self._hosts.with_name("resolv.conf"),
            },
        ).start()

    @staticmethod
    def _kubernetes() -> dict[str, str]:
        return {"KUBERNETES_SERVICE_HOST": "kubernetes.default.svc", "KUBERNETES_SERVICE_PORT": "443"}

    def _is_ready(self) -> bool:
        containers = [*(self._manifest["spec"].get("initContainers") or ()), *self._manifest["spec"]["containers"]]
        probes = [container["readinessProbe"] for container in containers if container.get("readinessProbe")]
        return all(self._answers(probe["httpGet"], probe.get("timeoutSeconds", 1)) for probe in probes)

    def _answers(self, probe: Mapping[str, Any], seconds: float) -> bool:
        def ask() -> bool:
            connection = http.client.HTTPConnection(self.address, int(probe["port"]), timeout=seconds)
            connection.request("GET", probe.get("path", "/"))
            return 200 <= connection.getresponse().status < 400

        with suppress(OSError, http.client.HTTPException):
            return self._node.namespace.within(ask)
        return False

    def _tell(self, *, ready: bool) -> None:
        self.ready = ready
        state = "True" if ready else "False"
        containers = self._manifest["spec"]["containers"]
        statuses = [
            {
                "name": one["name"],
                "image": one["image"],
                "imageID": one["image"],
                "ready": ready,
                "started": ready,
                "restartCount": 0,
                "state": {"running": {}},
            }
            for one in containers
        ]
        status = {
            "phase": "Running",
            "hostIP": self._node.address,
            "podIP": self.address,
            "podIPs": [{"ip": self.address}],
            "conditions": [{"type": kind, "status": state} for kind in ("Ready", "ContainersReady")],
            "containerStatuses": statuses,
        }
        self._cluster.patch(f"{self.path}/status", {"status": status})
