"""The platform's private certificate authority: one root, and an issuing authority under it in every region.

The root signs the issuers and nothing else; workloads get certificates from their own region's issuer, so that losing
a region stops no other one from issuing (AWS Private CA User Guide, "Designing a CA hierarchy", "AWS Private CA best
practices"). An issuer also signs the authority of its region's mesh, so that meshes of all regions share the root.
While the root is renewed there are two of all this.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarm
from components._shared.site import Site
from components.foundation.revocation import RevocationBucket, RevocationBucketArgs

KEY_ALGORITHM = "EC_secp384r1"
SIGNING_ALGORITHM = "SHA384WITHECDSA"
"""P-384 with SHA-384, NIST SP 800-57 Part 1 Rev. 5: good beyond 2030."""
ROOT_YEARS = 10
ISSUER_YEARS = 5
"""An authority outlives what it signs; half the root's life leaves time to replace an issuer."""
LIST_DAYS = 7
"""Days that a revocation list is valid; AWS Private CA renews it at half that age."""
ROOT_TEMPLATE = "arn:aws:acm-pca:::template/RootCACertificate/V1"
ISSUER_TEMPLATE = "arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen1/V1"
"""AWS Private CA User Guide, "Template varieties"; path length 1 signs authorities that sign no further one."""
DELETION_WINDOW_DAYS = 30
"""The longest time in which AWS Private CA restores a deleted authority."""


def in_one_file(certificates: Sequence[str]) -> str:
    """Return PEM *certificates* one after the other, as a file holds them."""
    return "".join(f"{certificate.strip()}\n" for certificate in certificates)


@dataclass(frozen=True, kw_only=True)
class PrivateAuthorityArgs:
    """Where certificates are issued and under what name."""

    sites: Sequence[Site]
    """Regions with an issuer; the first holds the root as well."""
    organization: str
    """Organization in the authorities' names."""
    generations: Sequence[int] = (1,)
    """Numbers of the roots; issuers under the first one issue."""


class PrivateAuthority(pulumi.ComponentResource):
    """A root authority and an issuing authority per region, each with OCSP and a revocation list."""

    root_arn: pulumi.Output[str]
    """ARN of the root authority."""
    root_certificate_pems: Sequence[pulumi.Output[str]]
    """Every root's certificate, for trust stores, in the order of generations."""
    issuer_arns: Mapping[str, pulumi.Output[str]]
    """ARN of the issuing authority by region name, known once it can issue."""
    chain_pem: pulumi.Output[str]
    """All certificates, issuers before the root: what a trust store needs that asks for each link of a chain."""

    def __init__(self, name: str, args: PrivateAuthorityArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:PrivateAuthority", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        buckets = {site.name: self._create_bucket(site) for site in args.sites}
        hierarchies = [self._create_hierarchy(generation, buckets) for generation in args.generations]
        (root, issuers), *_ = hierarchies
        self.root_arn = root.certificate_authority_arn
        self.root_certificate_pems = [one.certificate for one, _ in hierarchies]
        self.issuer_arns = {name: issuer.certificate_authority_arn for name, issuer in issuers.items()}
        self.chain_pem = pulumi.Output.all(
            *(one.certificate for root, issuers in hierarchies for one in (*issuers.values(), root))
        ).apply(in_one_file)
        self.register_outputs(
            {
                "root_arn": self.root_arn,
                "root_certificate_pems": self.root_certificate_pems,
                "issuer_arns": self.issuer_arns,
                "chain_pem": self.chain_pem,
            }
        )

    def _create_hierarchy(
        self, generation: int, buckets: Mapping[str, RevocationBucket]
    ) -> tuple[aws.acmpca.CertificateAuthorityCertificate, Mapping[str, aws.acmpca.CertificateAuthorityCertificate]]:
        """Return a root and its issuers by region, each once it can issue."""
        home, number = self._args.sites[0], "" if generation == 1 else f"-{generation}"
        root = self._create_authority(f"root{number}", home, "ROOT", buckets[home.name])
        installed = self._install(f"root{number}", root, root, home, home, ROOT_TEMPLATE, ROOT_YEARS)
        return installed, {
            site.name: self._create_issuer(f"issuer{number}-{site.name}", site, buckets[site.name], root, installed)
            for site in self._args.sites
        }

    def _create_bucket(self, site: Site) -> RevocationBucket:
        return RevocationBucket(f"{self._name}-crl-{site.name}", RevocationBucketArgs(site=site), opts=self._child)

    def _create_issuer(
        self,
        role: str,
        site: Site,
        bucket: RevocationBucket,
        root: aws.acmpca.CertificateAuthority,
        installed: aws.acmpca.CertificateAuthorityCertificate,
    ) -> aws.acmpca.CertificateAuthorityCertificate:
        issuer = self._create_authority(role, site, "SUBORDINATE", bucket)
        home = self._args.sites[0]
        return self._install(role, issuer, root, site, home, ISSUER_TEMPLATE, ISSUER_YEARS, installed)

    def _create_authority(
        self, role: str, site: Site, kind: str, bucket: RevocationBucket
    ) -> aws.acmpca.CertificateAuthority:
        authority = aws.acmpca.CertificateAuthority(
            f"{self._name}-{role}",
            region=site.name,
            type=kind,
            usage_mode="GENERAL_PURPOSE",
            key_storage_security_standard="FIPS_140_2_LEVEL_3_OR_HIGHER",
            permanent_deletion_time_in_days=DELETION_WINDOW_DAYS,
            certificate_authority_configuration=aws.acmpca.CertificateAuthorityCertificateAuthorityConfigurationArgs(
                key_algorithm=KEY_ALGORITHM,
                signing_algorithm=SIGNING_ALGORITHM,
                subject=aws.acmpca.CertificateAuthorityCertificateAuthorityConfigurationSubjectArgs(
                    common_name=site.context.physical_name(role, 64), organization=self._args.organization
                ),
            ),
            revocation_configuration=aws.acmpca.CertificateAuthorityRevocationConfigurationArgs(
                crl_configuration=aws.acmpca.CertificateAuthorityRevocationConfigurationCrlConfigurationArgs(
                    enabled=True,
                    expiration_in_days=LIST_DAYS,
                    s3_bucket_name=bucket.bucket_name,
                    s3_object_acl="BUCKET_OWNER_FULL_CONTROL",
                ),
                ocsp_configuration=aws.acmpca.CertificateAuthorityRevocationConfigurationOcspConfigurationArgs(
                    enabled=True
                ),
            ),
            tags=site.context.tagged(f"{self._name}-{role}"),
            opts=site.context.stateful(self),
        )
        self._create_alarm(role, site, authority)
        return authority

    def _install(
        self,
        role: str,
        authority: aws.acmpca.CertificateAuthority,
        signer: aws.acmpca.CertificateAuthority,
        site: Site,
        signer_site: Site,
        template_arn: str,
        years: int,
        signer_ready: aws.acmpca.CertificateAuthorityCertificate | None = None,
    ) -> aws.acmpca.CertificateAuthorityCertificate:
        """Let *signer* sign *authority*'s request and install the certificate, which puts it to work."""
        certificate = aws.acmpca.Certificate(
            f"{self._name}-{role}-certificate",
            region=signer_site.name,
            certificate_authority_arn=signer.arn,
            certificate_signing_request=authority.certificate_signing_request,
            signing_algorithm=SIGNING_ALGORITHM,
            template_arn=template_arn,
            validity=aws.acmpca.CertificateValidityArgs(type="YEARS", value=str(years)),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[signer_ready] if signer_ready else None),
        )
        return aws.acmpca.CertificateAuthorityCertificate(
            f"{self._name}-{role}-installation",
            region=site.name,
            certificate_authority_arn=authority.arn,
            certificate=certificate.certificate,
            certificate_chain=certificate.certificate_chain if signer_ready else None,
            opts=self._child,
        )

    def _create_alarm(self, role: str, site: Site, authority: aws.acmpca.CertificateAuthority) -> None:
        declare_alarm(
            f"{self._name}-{role}-revocation-list",
            Alarm(
                namespace="AWS/ACMPrivateCA",
                metric="MisconfiguredCRLBucket",
                dimensions={"PrivateCAArn": authority.arn},
                statistic="Sum",
                threshold=1,
                evaluation_periods=1,
                description="The authority cannot publish its revocation list: check the bucket's policy and key.",
            ),
            site=site,
            opts=self._child,
        )
