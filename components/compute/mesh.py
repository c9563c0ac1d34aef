"""The mesh in one cluster: its gateway, its policies, and the routes to the API in every region.

Each cluster knows its own region's service and, by a service entry, every other region's, reached through that
region's east-west gateway with the mesh's own certificates. Entries are pairwise by nature: one for each ordered pair
of regions. The mesh's control plane and CNI plugin (which spares pods the privileges that `restricted` forbids) are
charts that the feeder applies (`components/delivery`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pulumi
from pulumi_kubernetes.core import v1 as core
from pulumi_kubernetes.meta import v1 as meta

from components._shared.paths import Path, registered
from components._shared.site import ActiveSite
from components.compute.api import ApiWorkload, ApiWorkloadArgs
from components.compute.drains import CONNECTION_SECONDS
from components.compute.mesh_certificates import MeshCertificates, MeshCertificatesArgs
from components.compute.mesh_egress import MeshEgress, MeshEgressArgs
from components.compute.mesh_gateway import MeshGateway, MeshGatewayArgs
from components.compute.mesh_names import (
    API,
    APPLICATION_NAMESPACE,
    EAST_WEST_PORT,
    INGRESS_NAMESPACE,
    MESH_NAMESPACE,
    declare,
    principal,
    service_host,
)
from components.compute.mesh_namespaces import NAMESPACES
from components.compute.mesh_policies import MeshPolicies, MeshPoliciesArgs
from components.compute.mesh_sharing import COMMON_HOST, shared_entry, shared_rule
from components.compute.routes import SERVICE_PORT, health_route, http_routes, service_name, shared_name
from settings import Api, Objectives

CREDENTIAL: Final = "api-tls"
"""Secret in the gateway's namespace with the certificate that load balancers see."""
TRAFFIC_POLICY: Final[Mapping[str, Any]] = {
    "tls": {"mode": "ISTIO_MUTUAL"},
    "connectionPool": {
        "tcp": {
            "maxConnections": 1024,
            "connectTimeout": "1s",
            "maxConnectionDuration": f"{CONNECTION_SECONDS}s",
        },
        "http": {"http1MaxPendingRequests": 1024, "http2MaxRequests": 1024, "maxRetries": 16},
    },
    "outlierDetection": {
        "consecutive5xxErrors": 5,
        "consecutiveGatewayErrors": 5,
        "interval": "10s",
        "baseEjectionTime": "30s",
        "maxEjectionPercent": 50,
    },
}
"""Circuit breaking: 1,024 is Envoy's own default for each limit; five failures in ten seconds put an endpoint aside for
half a minute, and never more than half of them (Istio reference, "Destination Rule"). Connections are renewed, so that
whoever goes is left in time (`drains`)."""


@dataclass(frozen=True, kw_only=True)
class MeshRoutingArgs:
    """What the cluster's mesh leads where."""

    site: ActiveSite
    """Region it stands in."""
    weights: Mapping[str, int]
    """Percent of the requests without a `region` header that each region answers; all regions, adding up to 100."""
    host: str
    """Host name of the API, which the API gateway calls too."""
    token_key_set: pulumi.Input[str]
    """Public keys that verify callers' tokens, as a JSON Web Key Set."""
    api: Api
    """What answers."""
    objectives: Objectives = field(default_factory=Objectives)
    """What is promised of it."""
    issuer_arn: pulumi.Input[str] | None
    """The region's private authority, where there is one."""
    trust_root: int = 1
    """Generation of the root that who issues goes back to."""
    east_west_addresses: Mapping[str, pulumi.Input[str]]
    """Region to the address of its east-west gateway, for all other regions."""
    nodes_security_group_id: pulumi.Input[str]
    """Security group of the cluster's nodes and pods."""
    table_cidrs: pulumi.Input[Sequence[str]]
    """Blocks of DynamoDB's addresses in the region."""
    store_cidrs: Sequence[str]
    """Blocks of every region's subnets for stores."""
    target_groups: Mapping[str, pulumi.Input[str]]
    """ARNs of the target groups that the gateway's pods join, by the gateway's port: `https`, `tls-mesh`."""


class MeshRouting(pulumi.ComponentResource):
    """Manifests of the mesh for one cluster. Give the cluster's Kubernetes provider in `opts.providers`."""

    application_namespace: pulumi.Output[str]
    """Namespace of the platform's own, known once it is there."""

    def __init__(self, name: str, args: MeshRoutingArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:MeshRouting", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        namespaces = {called: self._create_namespace(called, labels) for called, labels in NAMESPACES.items()}
        self.application_namespace = namespaces[APPLICATION_NAMESPACE]
        self._create_certificates(namespaces)
        self._create_gateway(namespaces[INGRESS_NAMESPACE])
        self._create_policies(namespaces)
        self._create_egress(namespaces)
        self._create_workload()
        self._create_service("api", service_name(args.site.name))
        for region in args.weights:
            if region != args.site.name:
                self._create_remote_service(region)
        if len(args.weights) > 1:
            self._create_sharing()
        self._create_routes()
        self._create_traffic_policy()
        self.register_outputs({"paths": registered(*self._paths())})

    def _paths(self) -> list[Path]:
        return [
            Path(
                name=region,
                source=self._args.nodes_security_group_id,
                destination=address,
                port=EAST_WEST_PORT,
                why="A request is answered by the region it names, or by another when its own can't.",
            )
            for region, address in self._args.east_west_addresses.items()
        ]

    def _create_namespace(self, called: str, labels: Mapping[str, str]) -> pulumi.Output[str]:
        part_of = {"app.kubernetes.io/part-of": self._args.site.context.physical_name("platform")}
        namespace = core.Namespace(
            f"{self._name}-{called}",
            metadata=meta.ObjectMetaArgs(name=called, labels={**labels, **part_of}),
            opts=self._child,
        )
        return namespace.metadata.apply(lambda metadata: metadata.name or called)

    def _create_certificates(self, namespaces: Mapping[str, pulumi.Output[str]]) -> None:
        MeshCertificates(
            f"{self._name}-certificates",
            MeshCertificatesArgs(
                site=self._args.site,
                issuer_arn=self._args.issuer_arn,
                generation=self._args.trust_root,
                mesh_namespace=namespaces[MESH_NAMESPACE],
                ingress_namespace=namespaces[INGRESS_NAMESPACE],
                host=self._args.host,
                credential_name=CREDENTIAL,
            ),
            self._child,
        )

    def _create_gateway(self, namespace: pulumi.Output[str]) -> None:
        MeshGateway(
            f"{self._name}-gateway",
            MeshGatewayArgs(
                namespace=namespace,
                route_namespace=APPLICATION_NAMESPACE,
                mesh_hosts=[service_host(service_name(self._args.site.name)), COMMON_HOST],
                credential_name=CREDENTIAL,
                target_groups=self._args.target_groups,
            ),
            self._child,
        )

    def _create_policies(self, namespaces: Mapping[str, pulumi.Output[str]]) -> None:
        MeshPolicies(
            f"{self._name}-policies",
            MeshPoliciesArgs(
                mesh_namespace=namespaces[MESH_NAMESPACE],
                ingress_namespace=namespaces[INGRESS_NAMESPACE],
                application_namespace=namespaces[APPLICATION_NAMESPACE],
                host=self._args.host,
                token_key_set=self._args.token_key_set,
                network_cidr=self._args.site.region.cidr,
                health_path=self._args.api.paths.ready,
            ),
            self._child,
        )

    def _create_egress(self, namespaces: Mapping[str, pulumi.Output[str]]) -> None:
        MeshEgress(
            f"{self._name}-egress",
            MeshEgressArgs(
                site=self._args.site,
                mesh_namespace=namespaces[MESH_NAMESPACE],
                ingress_namespace=namespaces[INGRESS_NAMESPACE],
                application_namespace=namespaces[APPLICATION_NAMESPACE],
                api_port=self._args.api.port,
                table_cidrs=self._args.table_cidrs,
                store_cidrs=self._args.store_cidrs,
            ),
            self._child,
        )

    def _create_workload(self) -> None:
        args = ApiWorkloadArgs(
            site=self._args.site,
            settings=self._args.api,
            objectives=self._args.objectives,
            namespace=self.application_namespace,
        )
        ApiWorkload(f"{self._name}-workload", args, self._child)

    def _create_sharing(self) -> None:
        """Share requests out to regions that can answer: see `mesh_sharing`."""
        args = self._args
        self._create_service("common", API)
        others = [region for region in args.weights if region != args.site.name]
        doors = {region: args.east_west_addresses[region] for region in others}
        for first in args.weights:
            called, entry = shared_name(first), shared_entry(first, own=args.site.name, doors=doors)
            self._declare(f"{first}-first", "ServiceEntry", called, entry)
            self._declare(f"{first}-first-policy", "DestinationRule", called, shared_rule(first, TRAFFIC_POLICY))

    def _create_service(self, role: str, called: str) -> None:
        core.Service(
            f"{self._name}-{role}",
            metadata=meta.ObjectMetaArgs(name=called, namespace=self.application_namespace),
            spec=core.ServiceSpecArgs(
                selector={"app": API},
                ports=[core.ServicePortArgs(name="http", port=SERVICE_PORT, target_port=self._args.api.port)],
            ),
            opts=self._child,
        )

    def _create_remote_service(self, region: str) -> None:
        """Where the mesh finds the API of another *region*, and whose certificate it expects there."""
        self._declare(
            region,
            "ServiceEntry",
            service_name(region),
            {
                "hosts": [service_host(service_name(region))],
                "location": "MESH_INTERNAL",
                "resolution": "DNS",
                "ports": [{"number": SERVICE_PORT, "name": "http", "protocol": "HTTP"}],
                "endpoints": [
                    {"address": self._args.east_west_addresses[region], "ports": {"http": EAST_WEST_PORT}},
                ],
                "subjectAltNames": [f"spiffe://{principal(APPLICATION_NAMESPACE, API)}"],
            },
        )

    def _create_routes(self) -> None:
        """Lead the API's host by header and weight, and the question after health to this region's pods.

        Load balancers ask it under their targets' addresses; Route 53 and the API gateway under the API's name.
        """
        health = health_route(self._args.site.name, self._args.api.paths.ready)
        gateways = [f"{INGRESS_NAMESPACE}/public"]
        hosts, http = [self._args.host], [health, *http_routes(self._args.weights)]
        self._declare("routes", "VirtualService", "api", {"hosts": hosts, "gateways": gateways, "http": http})
        self._declare("health", "VirtualService", "health", {"hosts": ["*"], "gateways": gateways, "http": [health]})

    def _create_traffic_policy(self) -> None:
        spec = {"host": service_host("*"), "trafficPolicy": TRAFFIC_POLICY}
        self._declare("traffic-policy", "DestinationRule", "api", spec)

    def _declare(self, role: str, kind: str, called: str, spec: Mapping[str, Any]) -> None:
        declare(
            f"{self._name}-{role}",
            kind,
            called=called,
            namespace=self.application_namespace,
            spec=spec,
            opts=self._child,
        )
