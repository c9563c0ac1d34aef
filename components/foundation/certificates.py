"""Public certificates for the platform's names, the same in every region that serves them.

ACM proves ownership by a DNS record that depends on the name and the account alone, so one set of records validates
and renews the certificates of all regions (AWS Certificate Manager User Guide, "DNS validation").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarm
from components._shared.site import Site

RENEWAL_OVERDUE_DAYS = 30
"""Days before expiry at which an unrenewed certificate is a fault: ACM starts renewing 60 days before (User Guide,
"Managed certificate renewal")."""
RECORD_TTL_SECONDS = 300
KEY_ALGORITHM = "EC_prime256v1"
ISSUE_MINUTES = 40
"""How long a run waits for certificates: about what the rest of a first deployment takes, so that a delegation made
meanwhile is in time, and one that is forgotten doesn't hold the run up (the provider alone waits for 75)."""
SECONDS_PER_DAY = 86_400


@dataclass(frozen=True, kw_only=True)
class CertificatesArgs:
    """Which names, and where."""

    sites: Sequence[Site]
    """Regions that get a certificate each. The first one's request names the validation records. CloudFront takes its
    certificate from us-east-1."""
    domain: str
    """The certificate's first name."""
    alternative_names: Sequence[str] = ()
    """Further names, none of them a wildcard of a name that is listed itself."""
    zone_id: pulumi.Input[str]
    """Public hosted zone that all names lie in."""


class Certificates(pulumi.ComponentResource):
    """A validated certificate in every region, with an alarm on missed renewal."""

    arns: Mapping[str, pulumi.Output[str]]
    """ARN by region name, known once the certificate is issued."""

    def __init__(self, name: str, args: CertificatesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Certificates", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        certificates = [self._request(site) for site in args.sites]
        records = self._create_records(certificates[0])
        self.arns = {
            site.name: self._await_validation(site, certificate, records)
            for site, certificate in zip(args.sites, certificates, strict=True)
        }
        for site, certificate in zip(args.sites, certificates, strict=True):
            self._create_alarm(site, certificate)
        self.register_outputs({"arns": self.arns})

    def _request(self, site: Site) -> aws.acm.Certificate:
        return aws.acm.Certificate(
            f"{self._name}-{site.name}",
            region=site.name,
            domain_name=self._args.domain,
            subject_alternative_names=list(self._args.alternative_names),
            validation_method="DNS",
            key_algorithm=KEY_ALGORITHM,
            tags=site.context.tagged(f"{self._name}-{site.name}"),
            opts=self._child,
        )

    def _create_records(self, certificate: aws.acm.Certificate) -> list[aws.route53.Record]:
        records = []
        for position, domain in enumerate([self._args.domain, *self._args.alternative_names]):
            option = self._validation_option(certificate, domain)
            records.append(
                aws.route53.Record(
                    f"{self._name}-validation-{position}",
                    zone_id=self._args.zone_id,
                    name=option.resource_record_name,
                    type=option.resource_record_type,
                    records=[option.resource_record_value],
                    ttl=RECORD_TTL_SECONDS,
                    allow_overwrite=True,  # ACM asks the same record of a domain and of its wildcard
                    opts=self._child,
                )
            )
        return records

    def _validation_option(
        self, certificate: aws.acm.Certificate, domain: str
    ) -> pulumi.Output[aws.acm.outputs.CertificateDomainValidationOption]:
        """Return the record that proves *domain*.

        Its members are None where the certificate names no such record: in AWS the record is refused then, and the
        warning says why; a provider that makes up no outputs goes on.
        """

        def of_domain(
            options: Sequence[aws.acm.outputs.CertificateDomainValidationOption] | None,
        ) -> aws.acm.outputs.CertificateDomainValidationOption:
            for option in options or ():
                if option.domain_name == domain:
                    return option
            pulumi.log.warn(f"{domain}: the certificate names no record that validates this domain", certificate)
            return aws.acm.outputs.CertificateDomainValidationOption(domain_name=domain)

        return certificate.domain_validation_options.apply(of_domain)

    def _await_validation(
        self, site: Site, certificate: aws.acm.Certificate, records: list[aws.route53.Record]
    ) -> pulumi.Output[str]:
        validation = aws.acm.CertificateValidation(
            f"{self._name}-{site.name}-validation",
            region=site.name,
            certificate_arn=certificate.arn,
            validation_record_fqdns=[record.fqdn for record in records],
            opts=pulumi.ResourceOptions(parent=self, custom_timeouts=pulumi.CustomTimeouts(create=f"{ISSUE_MINUTES}m")),
        )
        return validation.certificate_arn

    def _create_alarm(self, site: Site, certificate: aws.acm.Certificate) -> None:
        declare_alarm(
            f"{self._name}-{site.name}-expiry",
            Alarm(
                namespace="AWS/CertificateManager",
                metric="DaysToExpiry",
                dimensions={"CertificateArn": certificate.arn},
                statistic="Minimum",
                comparison="LessThanOrEqualToThreshold",
                threshold=RENEWAL_OVERDUE_DAYS,
                period_seconds=SECONDS_PER_DAY,
                evaluation_periods=1,
                description="The certificate was not renewed in time: check that its validation records still stand.",
            ),
            site=site,
            opts=self._child,
        )
