"""Security information and event management for one jurisdiction: logs are searched where they may rest.

A search domain, the function that keeps its own rules, the stream that fills it, and alarms that say when detection is
slower than promised. One for each residency, in one of its regions; the log groups of all its regions are sent here by
`LogShipping`. People reach the domain from inside the network alone, once something opens its security group to them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from components._shared.alarms import declare_alarms
from components._shared.network import Network
from components._shared.site import ActiveSite
from components.security.log_delivery import LogDelivery, LogDeliveryArgs
from components.security.search_domain import SearchDomain, SearchDomainArgs
from components.security.search_keeper import SearchKeeper, SearchKeeperArgs
from components.security.search_role import SearchRole, SearchRoleArgs
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
    """Role by which people rule the domain."""

    def __init__(self, name: str, args: SiemArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Siem", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self._domain_name = self._called("siem", max_length=28)
        master = self._create_role("keep", ["Get", "Put"])
        domain = self._create_domain(master)
        address = pulumi.Output.concat("https://", domain.endpoint)
        indexer = self._create_role("index", ["Post"])
        delivery = self._create_delivery(domain, address, indexer)
        self._create_keeper(domain, address, master, indexer, delivery)
        self._create_alarms(domain, delivery)
        self.stream_arn = delivery.stream_arn
        self.domain_arn, self.domain_endpoint = domain.arn, domain.endpoint
        self.domain_security_group_id, self.admin_role_arn = domain.security_group_id, domain.admin_role_arn
        self.register_outputs(
            {
                "stream_arn": self.stream_arn,
                "domain_arn": self.domain_arn,
                "domain_endpoint": self.domain_endpoint,
                "domain_security_group_id": self.domain_security_group_id,
                "admin_role_arn": self.admin_role_arn,
            }
        )

    def _called(self, role: str, max_length: int = 64) -> str:
        """Return the physical name of what plays *role* here: role names are the account's, so they say the region."""
        return self._args.site.context.physical_name(f"{role}-{self._args.site.name}", max_length)

    def _create_role(self, entry: str, methods: Sequence[str]) -> pulumi.Output[str]:
        """Declare the role of one of the functions, before the domain, which knows its master from the start."""
        args = SearchRoleArgs(
            site=self._args.site, called=self._called(f"siem-{entry}"), domain_name=self._domain_name, methods=methods
        )
        return SearchRole(f"{self._name}-{entry}", args, self._child).arn

    def _create_domain(self, master_role_arn: pulumi.Output[str]) -> SearchDomain:
        args = SearchDomainArgs(
            site=self._args.site,
            network=self._args.network,
            search=self._args.search,
            name=self._domain_name,
            master_role_arn=master_role_arn,
        )
        return SearchDomain(f"{self._name}-search", args, self._child)

    def _create_delivery(
        self, domain: SearchDomain, address: pulumi.Output[str], indexer_role_arn: pulumi.Output[str]
    ) -> LogDelivery:
        args = LogDeliveryArgs(
            site=self._args.site,
            network=self._args.network,
            called=self._called("siem-index"),
            indexer_role_arn=indexer_role_arn,
            domain_address=address,
            domain_security_group_id=domain.security_group_id,
            metrics=self._metrics,
        )
        return LogDelivery(f"{self._name}-delivery", args, self._child)

    def _create_keeper(
        self,
        domain: SearchDomain,
        address: pulumi.Output[str],
        master_role_arn: pulumi.Output[str],
        indexer_role_arn: pulumi.Output[str],
        delivery: LogDelivery,
    ) -> None:
        args = SearchKeeperArgs(
            site=self._args.site,
            called=self._called("siem-keep"),
            role_arn=master_role_arn,
            subnet_ids=self._args.network.isolated_subnet_ids,
            group_id=delivery.group_id,
            address=address,
            administrator_arns=[domain.admin_role_arn],
            writer_arns=[indexer_role_arn],
        )
        SearchKeeper(f"{self._name}-keeper", args, self._child)

    def _create_alarms(self, domain: SearchDomain, delivery: LogDelivery) -> None:
        account_id = self._args.site.context.account_id
        declare_alarms(
            self._name,
            {
                **delivery_alarms(delivery.stream_name, self._metrics),
                **domain_alarms(domain.name, account_id, self._args.search.volume_gib),
            },
            site=self._args.site,
            opts=self._child,
        )

    @property
    def _metrics(self) -> str:
        return f"{self._args.site.context.prefix}/search"
