"""Argo CD's own objects: a project for the team, an application for each region, and how health is read.

Every revision is a digest, so that what Argo CD takes is what the signed release named (Argo CD, "Declarative Setup",
"Generating Applications with ApplicationSet"; Amazon EKS User Guide, "Register target clusters").
"""

from collections.abc import Mapping
from typing import Any, Final

from ops.feed.gitops import WAVES, Gitops, Manifest

API: Final = "argoproj.io/v1alpha1"
ROLLOUT_HEALTH: Final = """\
hs = {status = "Progressing", message = "the controller hasn't seen it yet"}
if obj.status == nil or obj.status.phase == nil then
  return hs
end
if tonumber(obj.status.observedGeneration) ~= obj.metadata.generation then
  return hs
end
hs.status, hs.message = obj.status.phase, obj.status.message or ""
if obj.status.abort then
  hs.status, hs.message = "Degraded", "the release was taken back"
elseif obj.status.phase == "Paused" then
  hs.status, hs.message = "Healthy", "at a gate, until every region has come to it"
end
return hs
"""
"""A release stands at its gates for longer than Argo CD waits (two minutes in the capability), and the lockstep says
when one has stood too long; so a gate counts as health, where Argo CD's own script has `Suspended`."""
IGNORED: Final = (
    {"group": "apps", "kind": "Deployment", "jsonPointers": ["/spec/replicas"]},
    {"group": "argoproj.io", "kind": "Rollout", "jsonPointers": ["/spec/replicas"]},
)
"""What autoscaler and rollout write."""


def applications(gitops: Gitops, revisions: Mapping[str, str]) -> list[Manifest]:
    """Return what the first region's cluster is given so that each region's workload is kept at its revision: the
    digest of the artifact, by region."""
    return [
        _of("Namespace", gitops.namespace, api="v1"),
        _settings(gitops),
        *(_registration(gitops, region) for region in sorted(gitops.clusters)),
        _project(gitops),
        _set(gitops, revisions),
    ]


def _of(kind: str, name: str, namespace: str = "", *, api: str = API, **more: Any) -> dict[str, Any]:
    metadata = {"name": name, **({"namespace": namespace} if namespace else {})}
    return {"apiVersion": api, "kind": kind, "metadata": metadata, **more}


def _labelled(manifest: dict[str, Any], **labels: str) -> dict[str, Any]:
    return {**manifest, "metadata": {**manifest["metadata"], "labels": labels}}


def _settings(gitops: Gitops) -> Manifest:
    data = {"resource.respectRBAC": "strict", "resource.customizations.health.argoproj.io_Rollout": ROLLOUT_HEALTH}
    return _labelled(
        _of("ConfigMap", "argocd-cm", gitops.namespace, api="v1", data=data), **{"app.kubernetes.io/part-of": "argocd"}
    )


def _registration(gitops: Gitops, region: str) -> Manifest:
    """A cluster by its ARN: a Secret by kind, in which nothing is secret."""
    told = {"name": region, "server": gitops.clusters[region]["arn"], "project": gitops.team}
    secret = _of("Secret", f"cluster-{region}", gitops.namespace, api="v1", type="Opaque", stringData=told)
    return _labelled(secret, **{"argocd.argoproj.io/secret-type": "cluster"})


def _project(gitops: Gitops) -> Manifest:
    kinds = [dict(zip(("group", "kind"), kind.split("/"), strict=True)) for kind in WAVES]
    may = [f"p, proj:{gitops.team}:members, applications, {what}, {gitops.team}/*, allow" for what in ("get", "sync")]
    role = {"name": "members", "description": "Sees what stands, has it synchronized", "policies": may}
    spec = {
        "description": f"The workload of {gitops.team}",
        "sourceNamespaces": [gitops.namespace],
        "sourceRepos": sorted(_address(one) for one in gitops.clusters.values()),
        "destinations": [
            {"server": one["arn"], "namespace": gitops.workloads} for _, one in sorted(gitops.clusters.items())
        ],
        "clusterResourceWhitelist": [],
        "namespaceResourceWhitelist": kinds,
        "roles": [{**role, "groups": [*gitops.members]}] if gitops.members else [],
    }
    return _of("AppProject", gitops.team, gitops.namespace, spec=spec)


def _set(gitops: Gitops, revisions: Mapping[str, str]) -> Manifest:
    elements = [
        {"region": region, "cluster": one["arn"], "repository": _address(one), "revision": revisions[region]}
        for region, one in sorted(gitops.clusters.items())
    ]
    sync = {
        "automated": {"prune": True, "selfHeal": True, "allowEmpty": False},
        "syncOptions": [
            "CreateNamespace=false",
            "FailOnSharedResource=true",
            "PruneLast=true",
            "RespectIgnoreDifferences=true",
            "ServerSideApply=true",
        ],
        "retry": {"limit": 5, "backoff": {"duration": "10s", "factor": 2, "maxDuration": "3m"}},
    }
    template = {
        "metadata": {"name": f"{gitops.team}-{{{{.region}}}}", "labels": {"groot/region": "{{.region}}"}},
        "spec": {
            "project": gitops.team,
            "source": {"repoURL": "{{.repository}}", "targetRevision": "{{.revision}}", "path": gitops.workloads},
            "destination": {"server": "{{.cluster}}", "namespace": gitops.workloads},
            "syncPolicy": sync,
            "ignoreDifferences": [dict(one) for one in IGNORED],
            "revisionHistoryLimit": 10,
        },
    }
    spec = {
        "goTemplate": True,
        "goTemplateOptions": ["missingkey=error"],
        "generators": [{"list": {"elements": elements}}],
        "syncPolicy": {"applicationsSync": "create-update", "preserveResourcesOnDeletion": True},
        "template": template,
    }
    return _of("ApplicationSet", gitops.team, gitops.namespace, spec=spec)


def _address(cluster: Mapping[str, str]) -> str:
    return f"oci://{cluster['repository']}"
