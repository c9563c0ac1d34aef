"""Names of the site, leading to the content delivery network over IPv4 and IPv6."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws


@dataclass(frozen=True, kw_only=True)
class SiteRecordsArgs:
    """What the site's records need."""

    zone_id: pulumi.Input[str]
    """Zone that holds the names."""
    hosts: Sequence[str]
    """Names of the site: the apex and its `www`."""
    target_domain_name: pulumi.Input[str]
    """Domain name of the distribution."""
    target_zone_id: pulumi.Input[str]
    """Zone of that name."""


class SiteRecords(pulumi.ComponentResource):
    """Alias records of each name, for both families of addresses."""

    def __init__(self, name: str, args: SiteRecordsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:SiteRecords", name, {}, opts)
        alias = aws.route53.RecordAliasArgs(
            name=args.target_domain_name, zone_id=args.target_zone_id, evaluate_target_health=False
        )
        for host in args.hosts:
            for family in ("A", "AAAA"):
                aws.route53.Record(
                    f"{name}-{host}-{family.lower()}",
                    zone_id=args.zone_id,
                    name=host,
                    type=family,
                    aliases=[alias],
                    opts=pulumi.ResourceOptions(parent=self),
                )
        self.register_outputs({})
