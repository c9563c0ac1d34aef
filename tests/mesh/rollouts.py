"""A region whose cluster has Argo Rollouts' own controller, and the platform's rollout as the components render it.

Nothing runs pods: what is available of a ReplicaSet the rig says, as its controller would. What CloudWatch would say of
a region's promises a small server says, so the template of the analysis is the rig's; the steps that ask it, the rights
and all else are the platform's.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pulumi
import yaml
from kubernetes import client

from components.compute.api import RELEASE, ApiWorkload, ApiWorkloadArgs
from components.compute.manifests import manifests_provider
from components.compute.mesh_names import API, APPLICATION_NAMESPACE
from components.compute.rollout import ApiRollout, ApiRolloutArgs, rollout
from functions._shared.kubernetes import ApiServer
from functions.lockstep.rollout import MERGE, Rollout
from sandbox.providers.standard import standard_providers
from settings import Objectives
from settings.api import SAMPLE
from tests.components import deployed
from tests.components.data.declare import sites
from tests.conftest import free_port
from tests.mesh.control_plane import ControlPlane, control_plane
from tests.mesh.kinds import define
from tests.mesh.processes import Process, started
from tests.mesh.promises import Promises, promises
from tools.building import path

GATES: Final = [place for place, step in enumerate(rollout()["strategy"]["canary"]["steps"]) if step.get("pause") == {}]
REPLICAS: Final = 4
SECONDS: Final = 60
"""How long controllers may take for what they do at once on a machine that has nothing else to do."""
LOOK_SECONDS: Final = 0.05
_APPS: Final = f"/apis/apps/v1/namespaces/{APPLICATION_NAMESPACE}"
_ROLLOUT: Final = f"/apis/argoproj.io/v1alpha1/namespaces/{APPLICATION_NAMESPACE}/rollouts/{API}"
_ACCOUNTS: Final = f"/api/v1/namespaces/{APPLICATION_NAMESPACE}/serviceaccounts"
Object = Mapping[str, Any]


def rendered(folder: Path) -> list[dict[str, Any]]:
    """Return the manifests of the API's workload and of its rollout."""

    def program() -> None:
        opts = pulumi.ResourceOptions(providers=[manifests_provider("manifests", "manifests")])
        [site] = sites(1).values()
        balancer = f"arn:aws:elasticloadbalancing:{site.name}:123456789012:loadbalancer/app/api/0"
        promised = Objectives()
        workload = ApiWorkloadArgs(site=site, settings=SAMPLE, objectives=promised, namespace=APPLICATION_NAMESPACE)
        ApiWorkload("workload", workload, opts)
        taken = ApiRolloutArgs(namespace=APPLICATION_NAMESPACE, objectives=promised, balancer_arn=balancer)
        ApiRollout("rollout", taken, opts)

    result = deployed.deployment_by(standard_providers("http://127.0.0.1:1", folder), folder, program).up()
    assert not result.failed, (result.failures, result.diagnostics)
    return [yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted((folder / "manifests").rglob("*.yaml"))]


@dataclass
class Cluster:
    """One region's cluster, in the terms of `tests/functions/lockstep/platform.py`."""

    plane: ControlPlane
    promises: Promises
    admin: ApiServer = field(init=False)
    operator: ApiServer = field(init=False)
    """As the function is known."""

    def begin(self, manifests: Sequence[Object]) -> None:
        """Put *manifests* into it, and wait until what they release runs."""
        server = self.plane.server("lockstep")
        server.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": APPLICATION_NAMESPACE}})
        for manifest in manifests:
            server.apply(manifest)
        self.admin, self.operator = self._known("admin"), self._known("lockstep")
        self.admin.request("PATCH", _ROLLOUT, {"spec": {"replicas": REPLICAS}}, MERGE)
        self.until(lambda: self.complete and self._pods("stableRS") == REPLICAS)
        for manifest in manifests:
            server.apply(self._fitted(manifest))

    @property
    def status(self) -> Object:
        return self.admin.request("GET", _ROLLOUT).get("status", {})

    @property
    def place(self) -> int:
        return self.status.get("currentStepIndex") or 0

    @property
    def complete(self) -> bool:
        status = self.status
        return bool(status.get("stableRS")) and status["stableRS"] == status["currentPodHash"]

    @property
    def failed(self) -> bool:
        return bool(self.status.get("abort"))

    @property
    def pods(self) -> tuple[int, int]:
        """How many are of what is released, and how many of what ran before."""
        return self._pods("currentPodHash"), self._pods("stableRS")

    def rollout(self) -> Rollout:
        return Rollout(self.operator, APPLICATION_NAMESPACE, API)

    def feed(self, release: int, **annotations: str) -> None:
        """Have *release* asked for, and wait until the controller has seen it."""
        before = self.status["currentPodHash"]
        template = {"spec": {"template": {"metadata": {"annotations": {RELEASE: str(release), **annotations}}}}}
        self.admin.request("PATCH", f"{_APPS}/deployments/{API}", template, MERGE)
        self.until(lambda: self.status["currentPodHash"] != before)

    def reconcile(self) -> None:
        """Say that all pods are up that are asked for, and give the controllers a moment."""
        for found in self.admin.request("GET", f"{_APPS}/replicasets")["items"]:
            count = found["spec"]["replicas"]
            told = dict.fromkeys(("replicas", "readyReplicas", "availableReplicas", "fullyLabeledReplicas"), count)
            status = {**told, "observedGeneration": found["metadata"]["generation"]}
            if any(found["status"].get(name, 0) != value for name, value in status.items()):
                name = found["metadata"]["name"]
                self.admin.request("PATCH", f"{_APPS}/replicasets/{name}/status", {"status": status}, MERGE)
        time.sleep(LOOK_SECONDS)  # the controller works meanwhile

    def until(self, holds: Callable[[], bool]) -> None:
        """Let the controllers go on until it *holds*."""
        until = time.monotonic() + SECONDS
        while not holds():
            assert time.monotonic() < until, self.status
            self.reconcile()

    def _pods(self, whose: str) -> int:
        found = self.admin.find(f"{_APPS}/replicasets/{API}-{self.status.get(whose, '')}")
        return found["status"].get("availableReplicas", 0) if found else 0

    def _fitted(self, manifest: Object) -> Object:
        """Return *manifest* as it can be here: users of AWS's aren't known, so an account stands for the function."""
        if manifest["kind"] == "RoleBinding":
            accounts = {**manifest["subjects"][0], "name": f"system:serviceaccounts:{APPLICATION_NAMESPACE}"}
            return {**manifest, "subjects": [accounts]}
        if manifest["kind"] == "AnalysisTemplate":
            web = {"url": self.promises.url, "jsonPath": "{$.kept}"}
            metric = {"name": "promises", "successCondition": "result == true", "provider": {"web": web}}
            return {**manifest, "spec": {"metrics": [metric]}}
        return manifest

    def _known(self, account: str) -> ApiServer:
        """Return the API server as *account* sees it; the administrator's is one that may do everything."""
        api, asked = client.CoreV1Api(self.plane.api()), {"spec": {"audiences": [], "expirationSeconds": 3600}}
        namespace = "kube-system" if account == "admin" else APPLICATION_NAMESPACE
        api.create_namespaced_service_account(namespace, {"metadata": {"name": account}})  # pyright: ignore[reportArgumentType]
        if account == "admin":
            subject = {"kind": "ServiceAccount", "name": account, "namespace": namespace}
            role = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"}
            binding: Any = {"metadata": {"name": account}, "subjects": [subject], "roleRef": role}
            client.RbacAuthorizationV1Api(self.plane.api()).create_cluster_role_binding(binding)
        issued: Any = api.create_namespaced_service_account_token(account, namespace, asked)  # pyright: ignore[reportArgumentType]
        return ApiServer(
            endpoint=self.plane.url,
            authority_pem=self.plane.authority.certificate.decode(),
            token=lambda: issued.status.token,
        )


@contextmanager
def clusters(names: Sequence[str], folder: Path) -> Iterator[dict[str, Cluster]]:
    """Start a cluster with its controllers for each of *names*, in which the first release runs."""
    with ExitStack() as running:
        found = {
            name: Cluster(running.enter_context(control_plane(controllers=False)), running.enter_context(promises()))
            for name in names
        }
        manifests = rendered(folder)
        for cluster in found.values():
            define(cluster.plane)
            running.enter_context(started(_controller(cluster.plane)))
            cluster.begin(manifests)
        yield found


def _controller(plane: ControlPlane) -> Process:
    options = {
        "kubeconfig": plane.kubeconfig("rollouts"),
        "leader-elect": "false",
        "metricsPort": free_port(),
        "healthzPort": free_port(),
        "rollout-resync": 2,
    }
    return Process("rollouts-controller", path("rollouts-controller"), options, plane.folder)
