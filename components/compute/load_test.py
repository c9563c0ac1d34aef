"""The promised load on one region's gateway: a run of k6, which `groot feed --run load` brings and the next feed ends.

k6 itself is under the AGPL and no part of the platform: whoever wants it installs its operator and names its images.
Its runners stand in a namespace of their own, outside of the mesh, and reach the gateway alone. Their token is in the
secret `load-token` there, which a person makes of one that the API's callers would be given.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_kubernetes.core import v1 as core
from pulumi_kubernetes.meta.v1 import LabelSelectorArgs, ObjectMetaArgs
from pulumi_kubernetes.networking import v1 as networking

from components._shared.images import copied
from components._shared.site import ActiveSite
from components.compute.mesh_names import GATEWAY, GATEWAY_LABELS, HTTPS_PORT, INGRESS_NAMESPACE
from components.compute.pod_faults import RUN
from settings import LoadTest, Objectives

NAMESPACE: Final = "load-test"
CALLED: Final = "load"
SCRIPT: Final = Path(__file__).with_name("load_test.js")
REQUESTS_PER_RUNNER: Final = 60_000
"""A minute: 1,000 a second, a fraction of what one k6 makes (Grafana k6 docs, "Running large tests"), so that runners
aren't what is measured."""
DNS_PORT: Final = 53
LABELS: Final = {RUN: CALLED}
USER: Final = 12345
"""Of k6's own image (its `Dockerfile`)."""


@dataclass(frozen=True, kw_only=True)
class RegionLoadArgs:
    """What is sent where, and what is promised of it."""

    site: ActiveSite
    settings: LoadTest
    objectives: Objectives
    host: str
    """Host name of the API."""
    requests_per_minute: int
    """This region's share."""


def promised(args: RegionLoadArgs) -> dict[str, Any]:
    """Return what the script is told: rate, time, promises, and users enough for the slowest answers that are promised
    (Little's law)."""
    objectives = args.objectives
    return {
        "requestsPerMinute": args.requests_per_minute,
        "minutes": args.settings.minutes,
        "users": max(1, math.ceil(args.requests_per_minute / 60 * objectives.latency_p99_ms / 1000)),
        "errorShare": objectives.error_rate_percent / 100,
        "latencyP95Ms": objectives.latency_p95_ms,
        "latencyP99Ms": objectives.latency_p99_ms,
        "url": f"https://{GATEWAY}.{INGRESS_NAMESPACE}.svc.cluster.local:{HTTPS_PORT}/",
        "host": args.host,
    }


def test_run(args: RegionLoadArgs) -> dict[str, Any]:
    """Return the spec of the run."""
    k6 = _pod(copied(args.settings.image, args.site), cpu="1", memory="1Gi")
    token = {"name": "TOKEN", "valueFrom": {"secretKeyRef": {"name": "load-token", "key": "token"}}}
    k6["env"] = [{"name": "PROMISED", "value": json.dumps(promised(args), sort_keys=True)}, token]
    return {
        "parallelism": math.ceil(args.requests_per_minute / REQUESTS_PER_RUNNER),
        "script": {"configMap": {"name": CALLED, "file": SCRIPT.name}},
        "initializer": k6,
        "runner": k6,
        "starter": _pod(copied(args.settings.starter_image, args.site), cpu="100m", memory="64Mi"),
    }


def _pod(image: pulumi.Input[str], *, cpu: str, memory: str) -> dict[str, Any]:
    """Return a pod as the cluster's own rules ask it of workloads."""
    return {
        "image": image,
        "automountServiceAccountToken": "false",
        "resources": {"requests": {"cpu": cpu, "memory": memory}, "limits": {"memory": memory}},
        "securityContext": {"runAsNonRoot": True, "runAsUser": USER, "seccompProfile": {"type": "RuntimeDefault"}},
        "containerSecurityContext": {
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
            "readOnlyRootFilesystem": True,
        },
    }


class RegionLoad(pulumi.ComponentResource):
    """A run, its script, its namespace and its ways. Give the provider of what is brought on request."""

    def __init__(self, name: str, args: RegionLoadArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:RegionLoad", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self._create_namespace()
        core.ConfigMap(
            f"{name}-script",
            metadata=ObjectMetaArgs(name=CALLED, namespace=NAMESPACE, labels=LABELS),
            data={SCRIPT.name: SCRIPT.read_text(encoding="utf-8")},
            opts=self._child,
        )
        kubernetes.apiextensions.CustomResource(
            f"{name}-run",
            api_version="k6.io/v1alpha1",
            kind="TestRun",
            metadata=ObjectMetaArgs(name=CALLED, namespace=NAMESPACE, labels=LABELS),
            spec=test_run(args),
            opts=self._child,
        )
        self._create_ways()
        self.register_outputs({})

    def _create_namespace(self) -> None:
        security = {f"pod-security.kubernetes.io/{mode}": "restricted" for mode in ("enforce", "warn", "audit")}
        core.Namespace(
            f"{self._name}-namespace",
            metadata=ObjectMetaArgs(name=NAMESPACE, labels={**LABELS, **security, "istio-injection": "disabled"}),
            opts=self._child,
        )

    def _create_ways(self) -> None:
        """Let runners find and reach the gateway, its starter the runners, and nobody else either way."""
        gateway = networking.NetworkPolicyPeerArgs(
            namespace_selector=LabelSelectorArgs(match_labels={"kubernetes.io/metadata.name": INGRESS_NAMESPACE}),
            pod_selector=LabelSelectorArgs(match_labels=GATEWAY_LABELS),
        )
        here = networking.NetworkPolicyPeerArgs(pod_selector=LabelSelectorArgs())
        load = networking.NetworkPolicyPeerArgs(
            namespace_selector=LabelSelectorArgs(match_labels={"kubernetes.io/metadata.name": NAMESPACE})
        )
        https = [networking.NetworkPolicyPortArgs(port=HTTPS_PORT, protocol="TCP")]
        dns = [networking.NetworkPolicyPortArgs(port=DNS_PORT, protocol=protocol) for protocol in ("UDP", "TCP")]
        names = networking.NetworkPolicyPeerArgs(
            namespace_selector=LabelSelectorArgs(match_labels={"kubernetes.io/metadata.name": "kube-system"})
        )
        networking.NetworkPolicy(
            f"{self._name}-network",
            metadata=ObjectMetaArgs(name=CALLED, namespace=NAMESPACE, labels=LABELS),
            spec=networking.NetworkPolicySpecArgs(
                pod_selector=LabelSelectorArgs(),
                policy_types=["Ingress", "Egress"],
                ingress=[networking.NetworkPolicyIngressRuleArgs(from_=[here])],
                egress=[
                    networking.NetworkPolicyEgressRuleArgs(to=[here]),
                    networking.NetworkPolicyEgressRuleArgs(to=[gateway], ports=https),
                    networking.NetworkPolicyEgressRuleArgs(to=[names], ports=dns),
                ],
            ),
            opts=self._child,
        )
        networking.NetworkPolicy(
            f"{self._name}-gateway-network",
            metadata=ObjectMetaArgs(name="load-test", namespace=INGRESS_NAMESPACE, labels=LABELS),
            spec=networking.NetworkPolicySpecArgs(
                pod_selector=LabelSelectorArgs(match_labels=GATEWAY_LABELS),
                policy_types=["Ingress"],
                ingress=[networking.NetworkPolicyIngressRuleArgs(from_=[load], ports=https)],
            ),
            opts=self._child,
        )
