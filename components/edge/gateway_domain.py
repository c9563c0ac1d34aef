"""The names that a region's API answers under.

Every region takes the platform's shared name (`api.<domain>`), which latency records spread over the regions. Without
mutual TLS it also takes a name of its own, which Route 53 probes and which stays reachable when the shared name leads
elsewhere. With mutual TLS it does not: Route 53 shows no client certificate, and a second door without one would make
the first pointless, so health then comes from an alarm (`regional_records.py`).

The truststore is a bucket of the region with the authorities whose certificates clients may show (API Gateway
Developer Guide, "How to turn on mutual TLS authentication for your REST APIs").
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.buckets import only_over_tls
from components._shared.iam import document
from components._shared.site import ActiveSite
from components.edge._api_tls import tls_settings
from components.edge.private_bucket import PrivateBucket, PrivateBucketArgs
from settings import DataClass

TRUSTSTORE_KEY = "truststore.pem"
TRUSTSTORE_CLASS = DataClass.INTERNAL

TRUSTSTORE_HISTORY_DAYS = 365
"""Days that one can still see whom the API trusted before: PCI DSS v4.0 10.5.1 keeps audit history for a year."""


@dataclass(frozen=True, kw_only=True)
class ApiDomainArgs:
    """What the names of a region's API need."""

    site: ActiveSite
    """Region of the API."""
    rest_api_id: pulumi.Input[str]
    """API that answers."""
    stage_name: pulumi.Input[str]
    """Its stage."""
    shared_host: str
    """Name shared by all regions, such as `api.example.com`."""
    regional_host: str
    """Name of this region alone, such as `api-eu-west-1.example.com`."""
    certificate_arn: pulumi.Input[str]
    """Certificate of the region that covers both names."""
    client_ca_pem: pulumi.Input[str] | None = None
    """Certificates of the authorities that sign clients' certificates; given, the API asks for them."""


class ApiDomain(pulumi.ComponentResource):
    """The shared name, the regional name unless clients show certificates, and what they map to."""

    target_domain_name: pulumi.Output[str]
    """What records of the shared name lead to."""
    target_zone_id: pulumi.Output[str]
    regional_target_domain_name: pulumi.Output[str] | None
    """What records of the regional name lead to; none with mutual TLS."""

    def __init__(self, name: str, args: ApiDomainArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:ApiDomain", name, {}, opts)
        self._name = name
        self._args = args
        mutual_tls = self._create_truststore(args.client_ca_pem) if args.client_ca_pem is not None else None
        shared = self._create_domain("shared", args.shared_host, mutual_tls)
        regional = None if mutual_tls else self._create_domain("regional", args.regional_host, None)
        self.target_domain_name = shared.regional_domain_name
        self.target_zone_id = shared.regional_zone_id
        self.regional_target_domain_name = regional.regional_domain_name if regional else None
        self.register_outputs(
            {
                "target_domain_name": self.target_domain_name,
                "target_zone_id": self.target_zone_id,
                "regional_target_domain_name": self.regional_target_domain_name,
            }
        )

    def _create_truststore(
        self, client_ca_pem: pulumi.Input[str]
    ) -> aws.apigateway.DomainNameMutualTlsAuthenticationArgs:
        args = self._args
        bucket = PrivateBucket(
            f"{self._name}-truststore",
            PrivateBucketArgs(
                site=args.site,
                role="api-truststore",
                data_class=TRUSTSTORE_CLASS,
                noncurrent_retention_days=TRUSTSTORE_HISTORY_DAYS,
            ),
            pulumi.ResourceOptions(parent=self),
        )
        truststore = aws.s3.BucketObjectv2(
            f"{self._name}-truststore-object",
            region=args.site.name,
            bucket=bucket.bucket_name,
            key=TRUSTSTORE_KEY,
            content=client_ca_pem,
            content_type="application/x-pem-file",
            kms_key_id=args.site.key_arns[TRUSTSTORE_CLASS],
            server_side_encryption="aws:kms",
            tags=args.site.context.tagged(f"{self._name}-truststore-object", TRUSTSTORE_CLASS),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[bucket]),
        )
        aws.s3.BucketPolicy(
            f"{self._name}-truststore-policy",
            region=args.site.name,
            bucket=bucket.bucket_name,
            policy=document(only_over_tls(bucket.bucket_arn)),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[truststore]),
        )
        return aws.apigateway.DomainNameMutualTlsAuthenticationArgs(
            truststore_uri=pulumi.Output.concat("s3://", bucket.bucket_name, "/", TRUSTSTORE_KEY),
            truststore_version=truststore.version_id,
        )

    def _create_domain(
        self, role: str, host: str, mutual_tls: aws.apigateway.DomainNameMutualTlsAuthenticationArgs | None
    ) -> aws.apigateway.DomainName:
        args = self._args
        domain = aws.apigateway.DomainName(
            f"{self._name}-{role}",
            region=args.site.name,
            domain_name=host,
            endpoint_configuration=aws.apigateway.DomainNameEndpointConfigurationArgs(types="REGIONAL"),
            regional_certificate_arn=args.certificate_arn,
            mutual_tls_authentication=mutual_tls,
            **tls_settings(args.client_ca_pem is not None),
            tags=args.site.context.tagged(f"{self._name}-{role}"),
            opts=pulumi.ResourceOptions(parent=self),
        )
        aws.apigateway.BasePathMapping(
            f"{self._name}-{role}-mapping",
            region=args.site.name,
            domain_name=domain.domain_name,
            rest_api=args.rest_api_id,
            stage_name=args.stage_name,
            opts=pulumi.ResourceOptions(parent=self),
        )
        return domain
