"""What a cluster's certificates go back to: one root for the whole platform, so that regions trust each other's pods.

Each cluster asks its region's issuer, by cert-manager, for an authority of its own, which Istio then issues pods'
certificates from; and for the certificate that the gateway shows to load balancers. Their keys are made in the cluster
and never leave it (Istio, "Plug in CA Certificates"; its control plane reads `tls.crt`, `tls.key` and `ca.crt` of the
secret `cacerts` as well, and again when they change). Where AWS Private CA issues, the issuer is named by its ARN;
elsewhere it is a key that the cluster is handed, never in a manifest.

Issuers are named for their root's generation: cert-manager issues anew what asks another issuer than before
(cert-manager, "Certificate resource", "When are certificates re-issued").
"""

from dataclasses import dataclass
from typing import Any, Final

import pulumi

from components._shared.site import Site
from components.compute.mesh_names import INTERNAL_ISSUER, declare

CERTIFICATES: Final = "cert-manager.io/v1"
PRIVATE_AUTHORITY: Final = "awspca.cert-manager.io/v1beta1"
ISSUER: Final = "platform"
DURATION_HOURS: Final = 90 * 24
RENEWAL_HOURS: Final = 30 * 24
"""A month before the end: time to notice that renewal fails."""


@dataclass(frozen=True, kw_only=True)
class MeshCertificatesArgs:
    """Who issues what to whom."""

    site: Site
    """The cluster's region."""
    issuer_arn: pulumi.Input[str] | None
    """The region's private authority; without one the cluster is handed an issuer's key."""
    generation: int = 1
    """Number of the root that its issuer goes back to."""
    mesh_namespace: pulumi.Input[str]
    """Namespace of the mesh's control plane."""
    ingress_namespace: pulumi.Input[str]
    """Namespace of the mesh's gateway."""
    host: str
    """Host name of the API."""
    credential_name: str
    """Secret that the gateway's certificate goes into."""


class MeshCertificates(pulumi.ComponentResource):
    """The cluster's issuer, the mesh's authority and the gateway's certificate."""

    def __init__(self, name: str, args: MeshCertificatesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:MeshCertificates", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self._issuer = self._create_issuer()
        self._create_authority()
        self._create_gateway_certificate()
        self.register_outputs({})

    def _create_issuer(self) -> dict[str, str]:
        args, number = self._args, "" if self._args.generation == 1 else f"-{self._args.generation}"
        called = f"{ISSUER}{number}"
        if args.issuer_arn is None:
            api, kind, spec = CERTIFICATES, "ClusterIssuer", {"ca": {"secretName": f"{INTERNAL_ISSUER}{number}"}}
        else:
            api, kind = PRIVATE_AUTHORITY, "AWSPCAClusterIssuer"
            spec = {"arn": args.issuer_arn, "region": args.site.name}
        declare(f"{self._name}-issuer", kind, api=api, called=called, namespace=None, spec=spec, opts=self._child)
        return {"group": api.partition("/")[0], "kind": kind, "name": called}

    def _create_authority(self) -> None:
        called = self._args.site.context.physical_name(f"mesh-{self._args.site.name}", 64)
        self._create_certificate(
            "authority",
            self._args.mesh_namespace,
            {
                "secretName": "cacerts",
                "isCA": True,
                "commonName": called,
                "privateKey": {"algorithm": "ECDSA", "size": 384, "rotationPolicy": "Always"},
                "usages": ["cert sign", "crl sign", "digital signature"],
            },
        )

    def _create_gateway_certificate(self) -> None:
        self._create_certificate(
            "gateway",
            self._args.ingress_namespace,
            {
                "secretName": self._args.credential_name,
                "dnsNames": [self._args.host],
                "privateKey": {"algorithm": "ECDSA", "size": 256, "rotationPolicy": "Always"},
                "usages": ["digital signature", "server auth"],
            },
        )

    def _create_certificate(self, role: str, namespace: pulumi.Input[str], spec: dict[str, Any]) -> None:
        declare(
            f"{self._name}-{role}",
            "Certificate",
            api=CERTIFICATES,
            called=spec["secretName"],
            namespace=namespace,
            spec={
                **spec,
                "duration": f"{DURATION_HOURS}h",
                "renewBefore": f"{RENEWAL_HOURS}h",
                "issuerRef": self._issuer,
            },
            opts=self._child,
        )
