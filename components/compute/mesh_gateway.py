"""The mesh's gateway in one cluster: the pods behind the region's load balancers, and what they listen to.

The proxy is injected by the mesh's control plane (Istio, "Installing Gateways", gateway injection), so that it always
has the control plane's version. Pods are spread over zones and run without any privilege. They join the load balancers'
target groups by their IP addresses (AWS Load Balancer Controller, "TargetGroupBinding").
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_kubernetes.apps import v1 as apps
from pulumi_kubernetes.core import v1 as core
from pulumi_kubernetes.meta import v1 as meta
from pulumi_kubernetes.policy import v1 as policy

from components.compute.drains import GATEWAY_DRAINS_SECONDS, GATEWAY_GRACE_SECONDS, GATEWAY_LEAVES_SECONDS
from components.compute.mesh_names import (
    EAST_WEST_PORT,
    GATEWAY,
    GATEWAY_LABELS,
    HTTPS_PORT,
    declare,
    spread,
)
from components.compute.mesh_silence import silence
from components.compute.secret_reader import declare_secret_reader

REPLICAS: Final = 3
"""One in each zone."""
PORTS: Final[Mapping[str, int]] = {"https": HTTPS_PORT, "tls-mesh": EAST_WEST_PORT}
PROTOCOLS: Final = {"https": "https", "tls-mesh": "tls"}
"""What each port speaks, so that the mesh need not guess (Istio, "Protocol Selection")."""
REQUESTS: Final = {"cpu": "500m", "memory": "256Mi"}
LIMITS: Final = {"memory": "1Gi"}
"""Half a virtual CPU carries about 500 requests a second through a proxy (Istio, "Performance and Scalability")."""
CIPHERS: Final[Sequence[str]] = [
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
]
"""Of TLS 1.2, those with forward secrecy, as the load balancers before it take; without a list Istio adds two whose
keys travel under the certificate's (Istio, `pilot/pkg/security/authn/utils`, `SupportedCiphers`)."""
READY_SECONDS: Final = 60
"""How long a new pod is up before an old one goes: the balancers take it for healthy after five checks in ten seconds
each (Elastic Load Balancing User Guide, "Health checks")."""
PROXY: Final[Mapping[str, Any]] = {
    "drainDuration": f"{GATEWAY_DRAINS_SECONDS}s",
    "terminationDrainDuration": f"{GATEWAY_DRAINS_SECONDS}s",
    "gatewayTopology": {"numTrustedProxies": 1},
}
"""Of `X-Forwarded-For`, what the region's load balancer appended is true, and that alone (Istio, "Configuring Gateway
Network Topology"; Elastic Load Balancing, "X-Forwarded-For")."""


@dataclass(frozen=True, kw_only=True)
class MeshGatewayArgs:
    """What the gateway serves."""

    namespace: pulumi.Input[str]
    """Its namespace."""
    route_namespace: str
    """Namespace whose routes say which hosts it answers to."""
    mesh_hosts: Sequence[str]
    """Host names in the mesh of what other regions reach."""
    credential_name: str
    """Secret of type `kubernetes.io/tls` in its namespace, with the certificate that load balancers see."""
    target_groups: Mapping[str, pulumi.Input[str]]
    """Name of a port of the gateway to the ARN of the target group that its pods join on it."""


class MeshGateway(pulumi.ComponentResource):
    """Pods, service and listeners of the gateway."""

    def __init__(self, name: str, args: MeshGatewayArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:MeshGateway", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        account = self._create_account()
        declare_secret_reader(f"{name}-certificate", account, self._metadata(), self._child)
        self._create_deployment(account)
        self._create_disruption_budget()
        service = self._create_service()
        for port, arn in args.target_groups.items():
            self._create_binding(port, arn, service)
        self._create_public_listener()
        self._create_east_west_listener()
        self._create_silence()
        self.register_outputs({})

    def _metadata(self) -> meta.ObjectMetaArgs:
        return meta.ObjectMetaArgs(name=GATEWAY, namespace=self._args.namespace, labels=GATEWAY_LABELS)

    def _create_account(self) -> core.ServiceAccount:
        return core.ServiceAccount(
            f"{self._name}-account",
            metadata=self._metadata(),
            automount_service_account_token=False,
            opts=self._child,
        )

    def _create_deployment(self, account: core.ServiceAccount) -> None:
        proxy = core.ContainerArgs(
            name="istio-proxy",
            image="auto",
            ports=[core.ContainerPortArgs(name=label, container_port=port) for label, port in PORTS.items()],
            lifecycle=core.LifecycleArgs(
                pre_stop=core.LifecycleHandlerArgs(sleep=core.SleepActionArgs(seconds=GATEWAY_LEAVES_SECONDS))
            ),
            resources=core.ResourceRequirementsArgs(requests=REQUESTS, limits=LIMITS),
            security_context=core.SecurityContextArgs(
                allow_privilege_escalation=False,
                read_only_root_filesystem=True,
                run_as_non_root=True,
                capabilities=core.CapabilitiesArgs(drop=["ALL"]),
            ),
        )
        pod = core.PodSpecArgs(
            service_account_name=account.metadata.apply(lambda metadata: metadata.name or GATEWAY),
            containers=[proxy],
            termination_grace_period_seconds=GATEWAY_GRACE_SECONDS,
            security_context=core.PodSecurityContextArgs(
                run_as_non_root=True, seccomp_profile=core.SeccompProfileArgs(type="RuntimeDefault")
            ),
            topology_spread_constraints=spread(GATEWAY_LABELS),
        )
        template = core.PodTemplateSpecArgs(
            metadata=meta.ObjectMetaArgs(
                labels={**GATEWAY_LABELS, "sidecar.istio.io/inject": "true"},
                annotations={
                    "inject.istio.io/templates": "gateway",
                    "proxy.istio.io/config": json.dumps(PROXY),
                },
            ),
            spec=pod,
        )
        apps.Deployment(
            f"{self._name}-deployment",
            metadata=self._metadata(),
            spec=apps.DeploymentSpecArgs(
                replicas=REPLICAS,
                min_ready_seconds=READY_SECONDS,
                selector=meta.LabelSelectorArgs(match_labels=GATEWAY_LABELS),
                template=template,
            ),
            opts=self._child,
        )

    def _create_disruption_budget(self) -> None:
        policy.PodDisruptionBudget(
            f"{self._name}-budget",
            metadata=self._metadata(),
            spec=policy.PodDisruptionBudgetSpecArgs(
                max_unavailable=1, selector=meta.LabelSelectorArgs(match_labels=GATEWAY_LABELS)
            ),
            opts=self._child,
        )

    def _create_service(self) -> kubernetes.core.v1.Service:
        return core.Service(
            f"{self._name}-service",
            metadata=self._metadata(),
            spec=core.ServiceSpecArgs(
                selector=GATEWAY_LABELS,
                ports=[
                    core.ServicePortArgs(name=label, port=port, target_port=port, app_protocol=PROTOCOLS[label])
                    for label, port in PORTS.items()
                ],
            ),
            opts=self._child,
        )

    def _create_binding(self, port: str, target_group_arn: pulumi.Input[str], service: core.Service) -> None:
        declare(
            f"{self._name}-{port}-targets",
            "TargetGroupBinding",
            api="elbv2.k8s.aws/v1beta1",
            called=f"{GATEWAY}-{port}",
            namespace=self._args.namespace,
            spec={
                "serviceRef": {
                    "name": service.metadata.apply(lambda metadata: metadata.name),
                    "port": PORTS[port],
                },
                "targetGroupARN": target_group_arn,
                "targetType": "ip",
            },
            opts=self._child,
        )

    def _create_public_listener(self) -> None:
        """Take TLS without a server name: load balancers send none to their targets, and don't check certificates.

        Which hosts are answered is said by the routes and by the mesh's policies. TLS 1.2 is let in for the balancers'
        health checks, of which nobody promises more.
        """
        self._create_listener(
            "public",
            {
                "port": {"number": HTTPS_PORT, "name": "https", "protocol": "HTTPS"},
                "hosts": [f"{self._args.route_namespace}/*"],
                "tls": {
                    "mode": "SIMPLE",
                    "credentialName": self._args.credential_name,
                    "minProtocolVersion": "TLSV1_2",
                    "cipherSuites": CIPHERS,
                },
            },
        )

    def _create_east_west_listener(self) -> None:
        """Requests of other meshes pass through to the API, encrypted from pod to pod, and to nothing else in the
        cluster: a name with a `*` would open every service to whoever reaches the door."""
        self._create_listener(
            "east-west",
            {
                "port": {"number": EAST_WEST_PORT, "name": "tls-mesh", "protocol": "TLS"},
                "hosts": list(self._args.mesh_hosts),
                "tls": {"mode": "AUTO_PASSTHROUGH"},
            },
        )

    def _create_silence(self) -> None:
        declare(
            f"{self._name}-silence",
            "EnvoyFilter",
            api="networking.istio.io/v1alpha3",
            called="silence",
            namespace=self._args.namespace,
            spec=silence(),
            opts=self._child,
        )

    def _create_listener(self, role: str, server: Mapping[str, Any]) -> None:
        declare(
            f"{self._name}-{role}",
            "Gateway",
            called=role,
            namespace=self._args.namespace,
            spec={"selector": GATEWAY_LABELS, "servers": [server]},
            opts=self._child,
        )
