"""Zero trust inside a cluster: every connection mutually authenticated, every request denied unless allowed.

The mesh refuses plain text and any caller without a rule; below it the network lets only the gateway and neighbours
reach the platform's pods (NIST SP 800-207A, "A Zero Trust Architecture Model for Access Control in Cloud-Native
Applications"; Istio, "Security policy examples", default deny).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_kubernetes.meta import v1 as meta
from pulumi_kubernetes.networking import v1 as networking

from components.compute.mesh_callers import SECURITY_API, authentication, authorization
from components.compute.mesh_names import (
    EAST_WEST_PORT,
    GATEWAY_LABELS,
    HTTPS_PORT,
    declare,
)

TELEMETRY_API = "telemetry.istio.io/v1"
FAILURES = "response.code >= 400"
"""What proxies log: requests that were refused or failed; the rest is in the load balancer's log (Istio, "Configure
access logs with Telemetry API")."""


@dataclass(frozen=True, kw_only=True)
class MeshPoliciesArgs:
    """Where the policies hold."""

    mesh_namespace: pulumi.Input[str]
    """Istio's root namespace."""
    ingress_namespace: pulumi.Input[str]
    """The gateway's."""
    application_namespace: pulumi.Input[str]
    """The platform's own."""
    host: str
    """Host name that the gateway answers to, and for which callers' tokens are issued."""
    token_key_set: pulumi.Input[str]
    """Public keys that verify them, as a JSON Web Key Set."""
    network_cidr: str
    """Addresses of the region's network."""
    health_path: str
    """Path that load balancers ask under whatever host name."""


class MeshPolicies(pulumi.ComponentResource):
    """Who may talk to whom in the mesh."""

    def __init__(self, name: str, args: MeshPoliciesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:MeshPolicies", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self._create_strict_tls()
        self._create_authorization("default-deny", args.mesh_namespace, {})
        self._create_gateway_rule()
        self._create_application_rules()
        self._create_network_policies()
        self._create_telemetry()
        self.register_outputs({})

    def _create_strict_tls(self) -> None:
        declare(
            f"{self._name}-strict-tls",
            "PeerAuthentication",
            api=SECURITY_API,
            called="default",
            namespace=self._args.mesh_namespace,
            spec={"mtls": {"mode": "STRICT"}},
            opts=self._child,
        )

    def _create_authorization(self, called: str, namespace: pulumi.Input[str], spec: Mapping[str, Any]) -> None:
        declare(
            f"{self._name}-{called}",
            "AuthorizationPolicy",
            api=SECURITY_API,
            called=called,
            namespace=namespace,
            spec=spec,
            opts=self._child,
        )

    def _create_gateway_rule(self) -> None:
        """The gateway takes the platform's hosts from load balancers, their question after its health (whose host is an
        address), and what other meshes pass through it."""
        hosts = [self._args.host, f"{self._args.host}:*"]
        self._create_authorization(
            "to-gateway",
            self._args.ingress_namespace,
            {
                "selector": {"matchLabels": GATEWAY_LABELS},
                "action": "ALLOW",
                "rules": [
                    {"to": [{"operation": {"hosts": hosts, "ports": [str(HTTPS_PORT)]}}]},
                    {
                        "to": [
                            {
                                "operation": {
                                    "paths": [self._args.health_path],
                                    "methods": ["GET"],
                                    "ports": [str(HTTPS_PORT)],
                                }
                            }
                        ]
                    },
                    {"to": [{"operation": {"ports": [str(EAST_WEST_PORT)]}}]},
                ],
            },
        )

    def _create_application_rules(self) -> None:
        issuer, namespace = f"https://{self._args.host}", self._args.application_namespace
        declare(
            f"{self._name}-callers",
            "RequestAuthentication",
            api=SECURITY_API,
            called="callers",
            namespace=namespace,
            spec=authentication(issuer, self._args.token_key_set),
            opts=self._child,
        )
        self._create_authorization("gateway-to-api", namespace, authorization(issuer, self._args.health_path))

    def _create_telemetry(self) -> None:
        declare(
            f"{self._name}-telemetry",
            "Telemetry",
            api=TELEMETRY_API,
            called="mesh-default",
            namespace=self._args.mesh_namespace,
            spec={"accessLogging": [{"providers": [{"name": "envoy"}], "filter": {"expression": FAILURES}}]},
            opts=self._child,
        )

    def _create_network_policies(self) -> None:
        """The API is reached by the gateway and neighbours, the gateway from the region's network, where its load
        balancers stand; the kubelet's probes come from a pod's own node, which no policy shuts out."""
        gateway = meta.LabelSelectorArgs(match_labels={"kubernetes.io/metadata.name": self._args.ingress_namespace})
        self._create_network_policy(
            "network",
            "gateway-and-neighbours",
            self._args.application_namespace,
            networking.NetworkPolicyIngressRuleArgs(
                from_=[
                    networking.NetworkPolicyPeerArgs(pod_selector=meta.LabelSelectorArgs()),
                    networking.NetworkPolicyPeerArgs(namespace_selector=gateway),
                ]
            ),
        )
        self._create_network_policy(
            "gateway-network",
            "load-balancers",
            self._args.ingress_namespace,
            networking.NetworkPolicyIngressRuleArgs(
                from_=[networking.NetworkPolicyPeerArgs(ip_block=networking.IPBlockArgs(cidr=self._args.network_cidr))],
                ports=[
                    networking.NetworkPolicyPortArgs(port=port, protocol="TCP") for port in (HTTPS_PORT, EAST_WEST_PORT)
                ],
            ),
        )

    def _create_network_policy(
        self,
        role: str,
        called: str,
        namespace: pulumi.Input[str],
        rule: networking.NetworkPolicyIngressRuleArgs,
    ) -> None:
        networking.NetworkPolicy(
            f"{self._name}-{role}",
            metadata=meta.ObjectMetaArgs(name=called, namespace=namespace),
            spec=networking.NetworkPolicySpecArgs(
                pod_selector=meta.LabelSelectorArgs(), policy_types=["Ingress"], ingress=[rule]
            ),
            opts=self._child,
        )
