"""Security information and event management for one jurisdiction: logs are searched where they may rest.

A search domain, the stream that fills it, and alarms that say when detection is slower than promised. One for each
residency, in one of its regions; the log groups of all its regions are sent here by `LogShipping`.
After the first deployment the delivery role has to be mapped inside OpenSearch by somebody who assumes the admin role
(OpenSearch Developer Guide, "Fine-grained access control", "Mapping roles to users"): AWS has no API for it. Until
then every record goes to the archive and the freshness alarm rings.
"""

from dataclasses import dataclass

import pulumi

from components._shared.alarms import declare_alarms
from components._shared.network import Network
from components._shared.site import ActiveSite
from components.security.log_delivery import LogDelivery, LogDeliveryArgs
from components.security.search_domain import SearchDomain, SearchDomainArgs
from components.security.siem_alarms import delivery_alarms, domain_alarms
from settings import Search


@dataclass(frozen=True, kw_only=True)
class SiemArgs:
    """What one jurisdiction's SIEM needs.

    Raises:
        ValueError: the number of subnets isn't one that a domain can span.
    """

    site: ActiveSite
    """Where the jurisdiction's logs are searched."""
    network: Network
    """Of the region; the domain stands in its isolated subnets, two or three."""
    search: Search
    """Size of the domain."""
    transformer_arn: pulumi.Input[str] | None = None
    """Lambda function that makes documents of log events; None offers each batch as one document."""


class Siem(pulumi.ComponentResource):
    """One jurisdiction's searchable logs."""

    stream_arn: pulumi.Output[str]
    """Where `LogShipping` sends logs."""
    domain_arn: pulumi.Output[str]
    domain_endpoint: pulumi.Output[str]
    """Host name inside the VPC."""
    domain_security_group_id: pulumi.Output[str]
    """Group to open for analysts, to port 443."""
    admin_role_arn: pulumi.Output[str]
    """Role that rules the domain's own access control."""
    delivery_role_arn: pulumi.Output[str]
    """Role to be mapped inside OpenSearch to one that may write the index `siem-*`."""

    def __init__(self, name: str, args: SiemArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Siem", name, {}, opts)
        domain = self._create_domain(name, args)
        delivery = self._create_delivery(name, args, domain)
        self._create_alarms(name, args, domain, delivery)
        self.stream_arn, self.delivery_role_arn = delivery.stream_arn, delivery.role_arn
        self.domain_arn, self.domain_endpoint = domain.arn, domain.endpoint
        self.domain_security_group_id, self.admin_role_arn = domain.security_group_id, domain.admin_role_arn
        self.register_outputs(
            {
                "stream_arn": self.stream_arn,
                "domain_arn": self.domain_arn,
                "domain_endpoint": self.domain_endpoint,
                "domain_security_group_id": self.domain_security_group_id,
                "admin_role_arn": self.admin_role_arn,
                "delivery_role_arn": self.delivery_role_arn,
            }
        )

    def _create_domain(self, name: str, args: SiemArgs) -> SearchDomain:
        domain = SearchDomainArgs(
            site=args.site,
            network=args.network,
            search=args.search,
        )
        return SearchDomain(f"{name}-search", domain, pulumi.ResourceOptions(parent=self))

    def _create_delivery(self, name: str, args: SiemArgs, domain: SearchDomain) -> LogDelivery:
        delivery = LogDeliveryArgs(
            site=args.site,
            network=args.network,
            domain_arn=domain.arn,
            domain_security_group_id=domain.security_group_id,
            transformer_arn=args.transformer_arn,
        )
        return LogDelivery(f"{name}-delivery", delivery, pulumi.ResourceOptions(parent=self))

    def _create_alarms(self, name: str, args: SiemArgs, domain: SearchDomain, delivery: LogDelivery) -> None:
        declare_alarms(
            name,
            delivery_alarms(delivery.stream_name)
            | domain_alarms(domain.name, args.site.context.account_id, args.search.volume_gib),
            site=args.site,
            opts=pulumi.ResourceOptions(parent=self),
        )
