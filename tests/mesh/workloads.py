"""Workloads that an API server takes as far as their form goes, made of what a rule's fixture has of them."""

import json
from collections.abc import Mapping
from typing import Any

OWN = "groot"
"""Namespace of workloads that name none."""
PINNED = "registry.example.com/api@sha256:" + "0" * 64
GOOD_CONTAINER: Mapping[str, Any] = {
    "name": "main",
    "image": PINNED,
    "readinessProbe": {"tcpSocket": {"port": 80}},
    "resources": {"requests": {"cpu": "1", "memory": "1Gi"}, "limits": {"memory": "1Gi"}},
    "securityContext": {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "runAsNonRoot": True,
        "capabilities": {"drop": ["ALL"]},
        "seccompProfile": {"type": "RuntimeDefault"},
    },
}
GOOD: Mapping[str, Any] = {"containers": [GOOD_CONTAINER]}
"""A pod that every rule takes."""
WRONG: Mapping[str, Any] = {
    "hostPID": True,
    "volumes": [{"name": "node", "hostPath": {"path": "/"}}],
    "containers": [
        {
            "image": "registry.example.com/api:latest",
            "env": [{"name": "PASSWORD", "value": "hunter2"}],
            "securityContext": {"privileged": True},
        }
    ],
}
"""A pod that every rule refuses, in the namespace `default`."""
EVERYTHING_WRONG = ("apps/v1:Deployment", WRONG, "default")
_LABELS = {"app": "tried"}
_REPLICATED = ("DaemonSet", "Deployment", "ReplicaSet", "StatefulSet")


def workload(kind: str, pod: Mapping[str, Any], namespace: str = OWN, **metadata: Any) -> dict[str, Any]:
    """Return a workload of *kind*, such as `apps/v1:Deployment`, whose pods are as *pod*."""
    spec: dict[str, Any] = {"spec": {"template": {"spec": dict(pod)}}}
    if kind.endswith(":Pod"):
        spec = {"spec": dict(pod)}
    elif kind.endswith(":CronJob"):
        spec = {"spec": {"jobTemplate": {"spec": {"template": {"spec": dict(pod)}}}}}
    return formed(kind, {**spec, "metadata": {"namespace": namespace, **metadata}})


def formed(kind: str, props: Mapping[str, Any]) -> dict[str, Any]:
    """Return *props*, of a fixture, with what is needed to be a workload of *kind*, and nothing that a rule reads."""
    version, called = kind.removeprefix("kubernetes:").split(":")
    found = json.loads(json.dumps(props))  # so that no two containers are one
    found["metadata"] = {"name": "tried", **(found.get("metadata") or {})}
    spec = found.setdefault("spec", {})
    if called == "CronJob":
        spec.setdefault("schedule", "0 0 * * *")
        pod = _pod_of_job(spec.setdefault("jobTemplate", {}).setdefault("spec", {}))
    elif called == "Job":
        pod = _pod_of_job(spec)
    elif called in _REPLICATED:
        template = spec.setdefault("template", {})
        template["metadata"] = {"labels": _LABELS}
        spec["selector"] = {"matchLabels": _LABELS}
        pod = template.setdefault("spec", {})
    else:
        pod = spec
    _form(pod)
    return {"apiVersion": version.removeprefix("core/"), "kind": called, **found}


def _pod_of_job(spec: dict[str, Any]) -> dict[str, Any]:
    pod = spec.setdefault("template", {}).setdefault("spec", {})
    pod["restartPolicy"] = "Never"
    return pod


def _form(pod: dict[str, Any]) -> None:
    if not pod.get("containers"):
        pod["containers"] = [{}]
    for kind in ("containers", "initContainers"):
        for number, container in enumerate(pod.get(kind, ())):
            container["name"] = f"{kind.lower()}-{number}"
            container.setdefault("image", PINNED)
            if not container.get("readinessProbe", True):
                del container["readinessProbe"]  # one without a way to probe has no form
            _localized(container)
            for port in container.get("ports", ()):
                if port.get("hostPort"):  # two on one node would have no form
                    port["hostPort"] = port["containerPort"] = port["hostPort"] + len(kind) + number
    _localized(pod)
    for volume in pod.get("volumes", ()):
        if not volume.get("hostPath", True):
            del volume["hostPath"]  # one without a path has no form


def _localized(part: Mapping[str, Any]) -> None:
    """Name the file of a seccomp profile that is one."""
    profile = part.get("securityContext", {}).get("seccompProfile", {})
    if profile.get("type") == "Localhost":
        profile["localhostProfile"] = "profiles/some.json"
