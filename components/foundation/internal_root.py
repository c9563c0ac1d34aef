"""An internal root and an intermediate authority made of keys in the state, for stacks outside production.

It stands in for AWS Private CA, whose authorities cost a monthly fee each, and trusts nothing that production trusts.
The private keys are secret outputs: encrypted in the state, and never exported.
"""

from dataclasses import dataclass

import pulumi
import pulumi_tls as tls

CURVE = "P384"
CA_USES = ("cert_signing", "crl_signing", "digital_signature")
ROOT_HOURS = 10 * 365 * 24
INTERMEDIATE_HOURS = 365 * 24
"""A year: replaced by the first deployment in its last quarter, while what it signed is still trusted."""
EARLY_RENEWAL_HOURS = INTERMEDIATE_HOURS // 4


@dataclass(frozen=True, kw_only=True)
class InternalRootArgs:
    """Under what name."""

    organization: str
    """Organization in both authorities' names."""
    generation: int = 1
    """Number of the root; those after the first have it in their names."""


class InternalRoot(pulumi.ComponentResource):
    """A self-signed root and the intermediate that issues certificates."""

    root_certificate_pem: pulumi.Output[str]
    """The root's certificate, for trust stores."""
    issuer_certificate_pem: pulumi.Output[str]
    """The intermediate's certificate."""
    issuer_key_pem: pulumi.Output[str]
    """The intermediate's private key; secret."""

    def __init__(self, name: str, args: InternalRootArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:InternalRoot", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self._numbered = "" if args.generation == 1 else f" {args.generation}"
        root_key = self._create_key("root")
        root = self._create_root(root_key)
        issuer_key = self._create_key("issuer")
        issuer = self._create_issuer(issuer_key, root_key, root)
        self.root_certificate_pem = root.cert_pem
        self.issuer_certificate_pem = issuer.cert_pem
        self.issuer_key_pem = pulumi.Output.secret(issuer_key.private_key_pem_pkcs8)
        self.register_outputs(
            {
                "root_certificate_pem": self.root_certificate_pem,
                "issuer_certificate_pem": self.issuer_certificate_pem,
                "issuer_key_pem": self.issuer_key_pem,
            }
        )

    def _create_key(self, role: str) -> tls.PrivateKey:
        return tls.PrivateKey(f"{self._name}-{role}-key", algorithm="ECDSA", ecdsa_curve=CURVE, opts=self._child)

    def _create_root(self, key: tls.PrivateKey) -> tls.SelfSignedCert:
        return tls.SelfSignedCert(
            f"{self._name}-root",
            private_key_pem=key.private_key_pem,
            is_ca_certificate=True,
            allowed_uses=list(CA_USES),
            validity_period_hours=ROOT_HOURS,
            set_subject_key_id=True,
            subject=tls.SelfSignedCertSubjectArgs(
                common_name=f"{self._args.organization} internal root{self._numbered}",
                organization=self._args.organization,
            ),
            opts=self._child,
        )

    def _create_issuer(
        self, key: tls.PrivateKey, root_key: tls.PrivateKey, root: tls.SelfSignedCert
    ) -> tls.LocallySignedCert:
        request = tls.CertRequest(
            f"{self._name}-issuer-request",
            private_key_pem=key.private_key_pem,
            subject=tls.CertRequestSubjectArgs(
                common_name=f"{self._args.organization} internal issuer{self._numbered}",
                organization=self._args.organization,
            ),
            opts=self._child,
        )
        return tls.LocallySignedCert(
            f"{self._name}-issuer",
            cert_request_pem=request.cert_request_pem,
            ca_private_key_pem=root_key.private_key_pem,
            ca_cert_pem=root.cert_pem,
            is_ca_certificate=True,
            allowed_uses=list(CA_USES),
            validity_period_hours=INTERMEDIATE_HOURS,
            early_renewal_hours=EARLY_RENEWAL_HOURS,
            set_subject_key_id=True,
            opts=self._child,
        )
