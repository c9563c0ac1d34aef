"""What leaves a cluster's pods: what is listed here, and nothing else.

Proxies know names that are listed and refuse the rest (`REGISTRY_ONLY`, with the mesh's control plane in
`components/delivery`; Istio, "Accessing External Services"), and learn of no others. Below them the network lets the
same out, whatever a pod does to its proxy, and nothing to the internet (NIST SP 800-207A).

That a name is listed says that packets pass. Whether AWS answers is said by a pod's role; the API has none yet.

Addresses of DynamoDB are AWS's own list of the time of the deployment, since a gateway endpoint has no address inside
(AWS PrivateLink Guide, "Gateway endpoints for Amazon DynamoDB"): a preview shows when it has changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pulumi
from pulumi_kubernetes.meta import v1 as meta
from pulumi_kubernetes.networking import v1 as networking

from components._shared.site import ActiveSite
from components.compute.mesh_names import EAST_WEST_PORT, declare
from components.compute.routes import SERVICE_PORT

SERVICES: Final = ("dynamodb", "kms", "logs", "monitoring", "secretsmanager", "sts", "xray")
"""AWS's services in its own region that the API may call: the map of shards and their credentials, keys, telemetry."""
SHARDS: Final = "shards.groot.internal"
"""Names end so that the mesh gives to the shards' proxies, which it knows by their addresses. Each block has a name of
its own: of blocks that share one, a proxy with a `Sidecar` learns a single one (istiod 1.30, seen in `tests/mesh`)."""
HTTPS, POSTGRES, DNS, ISTIOD = 443, 5432, 53, 15012
"""Ports; the last one is where proxies ask the mesh's control plane (Istio, "Ports used by Istio")."""
TCP: Final = ("TCP",)
_NAME: Final = "kubernetes.io/metadata.name"
_IN_NAMES: Final = str.maketrans("./:", "---")

Peers = Sequence[networking.NetworkPolicyPeerArgs]


@dataclass(frozen=True, kw_only=True)
class MeshEgressArgs:
    """Who calls what."""

    site: ActiveSite
    """Region it stands in."""
    mesh_namespace: pulumi.Input[str]
    """Istio's root namespace."""
    ingress_namespace: pulumi.Input[str]
    """The gateway's."""
    application_namespace: pulumi.Input[str]
    """The platform's own."""
    api_port: int
    """Port on which the API's pods take requests."""
    table_cidrs: pulumi.Input[Sequence[str]]
    """Blocks of DynamoDB's addresses in the region."""
    store_cidrs: Sequence[str]
    """Blocks of every region's subnets for stores: writers stand in one region each."""


class MeshEgress(pulumi.ComponentResource):
    """What proxies know of the outside, and what the network lets out."""

    def __init__(self, name: str, args: MeshEgressArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:MeshEgress", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        aws_hosts = [f"{service}.{args.site.name}.amazonaws.com" for service in SERVICES]
        blocks = {f"shards-{cidr.translate(_IN_NAMES)}": cidr for cidr in args.store_cidrs}
        self._create_sidecar([*aws_hosts, *(f"{called}.{SHARDS}" for called in blocks)])
        self._create_entry("aws", {"hosts": aws_hosts, "resolution": "DNS", "ports": [_port(HTTPS, "tls")]})
        for called, cidr in blocks.items():
            shards = {"hosts": [f"{called}.{SHARDS}"], "addresses": [cidr], "resolution": "NONE"}
            self._create_entry(called, {**shards, "ports": [_port(POSTGRES, "tcp")]})
        self._let_application_out()
        self._let_gateway_out()
        self.register_outputs({})

    def _create_sidecar(self, hosts: Sequence[str]) -> None:
        """What every proxy of a pod learns, of its own namespace; gateways learn all (Istio reference, "Sidecar")."""
        self._declare("sidecar", "Sidecar", "default", self._args.mesh_namespace, {"egress": [{"hosts": _own(hosts)}]})

    def _create_entry(self, called: str, spec: Mapping[str, Any]) -> None:
        whole = {**spec, "location": "MESH_EXTERNAL", "exportTo": ["."]}
        self._declare(called, "ServiceEntry", called, self._args.application_namespace, whole)

    def _let_application_out(self) -> None:
        """The API reaches AWS's endpoints, which have addresses of the network, DynamoDB, and the shards' proxies."""
        args = self._args
        tables = pulumi.Output.from_input(args.table_cidrs).apply(_blocks)
        self._let_out(
            "application",
            args.application_namespace,
            networking.NetworkPolicyEgressRuleArgs(to=_blocks([args.site.region.cidr]), ports=_ports(HTTPS)),
            networking.NetworkPolicyEgressRuleArgs(to=tables, ports=_ports(HTTPS)),
            networking.NetworkPolicyEgressRuleArgs(to=_blocks(args.store_cidrs), ports=_ports(POSTGRES)),
        )

    def _let_gateway_out(self) -> None:
        """The gateway reaches the API, by its pods' port or its service's, and the doors of other regions."""
        args = self._args
        api = networking.NetworkPolicyEgressRuleArgs(
            to=[_space(args.application_namespace)], ports=_ports(SERVICE_PORT, args.api_port)
        )
        doors = networking.NetworkPolicyEgressRuleArgs(
            to=_blocks([peer.cidr for peer in args.site.peers]), ports=_ports(EAST_WEST_PORT)
        )
        self._let_out("gateway", args.ingress_namespace, api, *([doors] if args.site.peers else []))

    def _let_out(self, role: str, namespace: pulumi.Input[str], *rules: networking.NetworkPolicyEgressRuleArgs) -> None:
        """Let pods of *namespace* out by *rules*, and to what every pod needs: names, and its proxy's control plane."""
        resolver = networking.NetworkPolicyPeerArgs(
            namespace_selector=meta.LabelSelectorArgs(match_labels={_NAME: "kube-system"}),
            pod_selector=meta.LabelSelectorArgs(match_labels={"k8s-app": "kube-dns"}),
        )
        needed = [
            networking.NetworkPolicyEgressRuleArgs(to=[resolver], ports=_ports(DNS, protocols=("UDP", "TCP"))),
            networking.NetworkPolicyEgressRuleArgs(to=[_space(self._args.mesh_namespace)], ports=_ports(ISTIOD)),
        ]
        networking.NetworkPolicy(
            f"{self._name}-{role}",
            metadata=meta.ObjectMetaArgs(name=f"{role}-egress", namespace=namespace),
            spec=networking.NetworkPolicySpecArgs(
                pod_selector=meta.LabelSelectorArgs(), policy_types=["Egress"], egress=[*needed, *rules]
            ),
            opts=self._child,
        )

    def _declare(
        self, role: str, kind: str, called: str, namespace: pulumi.Input[str], spec: Mapping[str, Any]
    ) -> None:
        declare(f"{self._name}-{role}", kind, called=called, namespace=namespace, spec=spec, opts=self._child)


def _own(hosts: Sequence[str]) -> list[str]:
    return [f"./{host}" for host in hosts]


def _port(number: int, protocol: str) -> dict[str, Any]:
    return {"number": number, "name": f"{protocol}-{number}", "protocol": protocol.upper()}


def _ports(*numbers: int, protocols: Sequence[str] = TCP) -> list[networking.NetworkPolicyPortArgs]:
    return [
        networking.NetworkPolicyPortArgs(port=number, protocol=protocol) for number in numbers for protocol in protocols
    ]


def _blocks(cidrs: Sequence[str]) -> list[networking.NetworkPolicyPeerArgs]:
    return [networking.NetworkPolicyPeerArgs(ip_block=networking.IPBlockArgs(cidr=cidr)) for cidr in cidrs]


def _space(namespace: pulumi.Input[str]) -> networking.NetworkPolicyPeerArgs:
    return networking.NetworkPolicyPeerArgs(namespace_selector=meta.LabelSelectorArgs(match_labels={_NAME: namespace}))
