"""A cluster held to the platform's policies, and what each of them says of a workload.

    held.judged(manifest)              # as an administrator, without making anything
    held.judged(manifest, held.ann)    # as somebody else

Each policy that isn't satisfied tells the audit log so, whatever others say: one request asks all of them.
"""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pulumi
from kubernetes import client

from components.compute.admission import BREAK_GLASS, PLURALS, VERDICT, Admission, AdmissionArgs
from components.compute.manifests import manifests_provider
from components.compute.mesh_names import INGRESS_NAMESPACE
from sandbox.providers.kubernetes import KubernetesProvider
from tests.components.deployed import deployment_by
from tests.mesh.control_plane import ControlPlane
from tests.mesh.workloads import EVERYTHING_WRONG, OWN, workload

PEOPLE = "people"
PATIENCE_SECONDS = 180
LOOK_SECONDS = 0.005


@dataclass(frozen=True)
class Answer:
    """What came of a request."""

    status: int
    message: str
    entry: Mapping[str, Any]
    """Of the audit log."""

    @property
    def told(self) -> Mapping[str, str]:
        """Return by rule what the log is told of it, if anything."""
        found = self.entry.get("annotations", {}).items()
        ends = f"/{VERDICT}"
        return {key.removesuffix(ends).replace("-", "_"): value for key, value in found if key.endswith(ends)}

    @property
    def broken(self) -> frozenset[str]:
        """Return the rules that it breaks, exempt from them or not."""
        return frozenset(self.told)


@dataclass
class Held:
    """The cluster."""

    plane: ControlPlane
    admin: client.ApiClient
    ann: client.ApiClient
    """May change workloads."""
    bob: client.ApiClient
    """May break glass besides."""
    _read: int = 0
    _entries: dict[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]], repr=False)

    def judged(
        self,
        manifest: Mapping[str, Any],
        who: client.ApiClient | None = None,
        *,
        kept: bool = False,
        verb: str = "POST",
    ) -> Answer:
        """Ask for *manifest*, which is made if it is *kept* and else only judged."""
        name = f"/{manifest['metadata']['name']}" if verb != "POST" else ""
        dry = "" if kept else "&dryRun=All"
        asked = (who or self.admin).rest_client.pool_manager.request(
            verb,
            f"{self.plane.url}{_path(manifest)}{name}?fieldValidation=Strict{dry}",
            body=json.dumps(manifest),
            headers={"Content-Type": "application/json"},
        )
        message = "" if asked.status < 300 else asked.json()["message"]
        return Answer(asked.status, message, self._entry(asked.headers["Audit-Id"]))

    def pods(self, namespace: str, selector: str) -> Sequence[Any]:
        """Return the pods of *namespace* that *selector* names."""
        return client.CoreV1Api(self.admin).list_namespaced_pod(namespace, label_selector=selector).items

    def _entry(self, called: str) -> Mapping[str, Any]:
        def there() -> bool:
            with (self.plane.folder / "audit.log").open("rb") as log:
                log.seek(self._read)
                for line in log:
                    if line.endswith(b"\n"):
                        self._read += len(line)
                        entry = json.loads(line)
                        if entry["stage"] == "ResponseComplete":
                            self._entries[entry["auditID"]] = entry
            return called in self._entries

        until(there, "the audit log says nothing of the request")
        return self._entries.pop(called)


def declared(plane: ControlPlane, folder: Path) -> Held:
    """Declare the policies as a stack does, and return the cluster with people let in and all policies at work."""
    provider = KubernetesProvider(folder, {"here": plane.server()})

    def program() -> None:
        manifests = manifests_provider("manifests", "manifests/here")
        Admission("admission-here", AdmissionArgs(), pulumi.ResourceOptions(providers=[manifests]))

    result = deployment_by({"kubernetes": provider}, folder, program).up()
    assert not result.failed, result.failures[:3]
    found = held(plane)
    _let_in(found)
    return found


def held(plane: ControlPlane) -> Held:
    """Return a cluster that was given its policies, once all of them are at work."""
    found = Held(plane, plane.api(), plane.api("ann", [PEOPLE]), plane.api("bob", [PEOPLE, BREAK_GLASS]))
    wrong, wanted = workload(*EVERYTHING_WRONG), policies(found)
    assert wanted
    until(lambda: found.judged(wrong).broken == wanted, "a policy isn't at work")
    return found


def until(holds: Callable[[], Any], reason: str) -> None:
    """Wait until something *holds*; fail by *reason* when it never does."""
    last = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < last, reason
        time.sleep(LOOK_SECONDS)


def typed(cluster: Held) -> Mapping[str, Sequence[Any]]:
    """Return by rule what the type checker warns of, once it has looked at each policy as it is."""
    checked: dict[str, Sequence[Any]] = {}

    def all_are() -> bool:
        for rule, each in _listed(cluster).items():
            status = each.status
            if status and status.observed_generation == each.metadata.generation and status.type_checking:
                checked[rule] = status.type_checking.expression_warnings or []
        return checked.keys() == policies(cluster)

    until(all_are, "the type checker hasn't looked at every policy")
    return checked


def policies(cluster: Held) -> frozenset[str]:
    """Return the rules that the cluster has policies for."""
    return frozenset(_listed(cluster))


def _listed(cluster: Held) -> Mapping[str, Any]:
    listed: Any = client.AdmissionregistrationV1Api(cluster.admin).list_validating_admission_policy()
    labels = {each.metadata.name: each.metadata.labels or {} for each in listed.items}
    return {rule: each for each in listed.items if (rule := labels[each.metadata.name].get("groot/rule"))}


def _let_in(cluster: Held) -> None:
    core, rbac = client.CoreV1Api(cluster.admin), client.RbacAuthorizationV1Api(cluster.admin)
    for called in (OWN, INGRESS_NAMESPACE):
        namespace: Any = {"metadata": {"name": called}}
        core.create_namespace(namespace)
    rule = {
        "apiGroups": ["", "apps", "batch"],
        "resources": list(PLURALS.values()),
        "verbs": ["create", "get", "update"],
    }
    made: Any = {"metadata": {"name": PEOPLE}, "rules": [rule]}
    rbac.create_cluster_role(made)
    role = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": PEOPLE}
    people = [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": PEOPLE}]
    binding: Any = {"metadata": {"name": PEOPLE}, "roleRef": role, "subjects": people}
    rbac.create_cluster_role_binding(binding)
    for namespace in (OWN, "default", "kube-system"):
        accounts = partial(core.list_namespaced_service_account, namespace, field_selector="metadata.name=default")
        until(lambda accounts=accounts: accounts().items, "no pod is let in before its namespace has an account")


def _path(manifest: Mapping[str, Any]) -> str:
    version, namespace = manifest["apiVersion"], manifest["metadata"].get("namespace", "default")
    return f"/{'apis' if '/' in version else 'api'}/{version}/namespaces/{namespace}/{PLURALS[manifest['kind']]}"
