"""Which availability zones a region's network spans: those in which all that stands there is offered.

A zone's name means another place in each account, its id the same in all; so zones are judged by id and ordered by
name. Zones that an account has opted in to (Local Zones, Wavelength Zones) are none of a region's own.
"""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.foundation.subnets import ZONES

NO_CLUSTERS = ("cac1-az3", "use1-az3", "usw1-az2")
"""Zones that no cluster's subnet may lie in (Amazon EKS User Guide, "Subnet requirements for clusters"). The second has
no RDS Proxy either (Amazon Aurora User Guide, "Quotas and limitations for RDS Proxy")."""
NO_LINKS = ("ape1-az1", "apne1-az3", "apne2-az4", "cac1-az4", "euw3-az2", "use1-az3", "usw1-az2")
"""Zones that no link of an API gateway reaches into (API Gateway Developer Guide, "Set up VPC links V2", "Availability
by Region")."""


def choose(region_name: str, names: Sequence[str], zone_ids: Sequence[str]) -> list[tuple[str, str]]:
    """Return name and id of the zones to span, out of *names* and *zone_ids*, which follow the same order.

    A state that says that a zone is out of order is not asked for: a network doesn't move while a zone is down.

    Raises:
        pulumi.RunError: there are fewer of them than a network spans.
    """
    fit = [(name, zone_id) for name, zone_id in zip(names, zone_ids, strict=True) if zone_id not in NO_CLUSTERS]
    if len(fit) < ZONES:
        raise pulumi.RunError(
            f"regions: {region_name} has {len(fit)} availability zones for clusters and stores, and the platform spans "
            f"{ZONES}; choose another region"
        )
    return sorted(fit, key=lambda zone: (zone[1] in NO_LINKS, zone[0]))[:ZONES]


def linkable(subnet_ids: Sequence[str], zones: Sequence[tuple[str, str]]) -> list[str]:
    """Return those of *subnet_ids*, one in each of *zones*, that an API gateway's link reaches into."""
    return [subnet for subnet, (_, zone_id) in zip(subnet_ids, zones, strict=True) if zone_id not in NO_LINKS]


def zones_of(region_name: str) -> pulumi.Output[list[tuple[str, str]]]:
    """Return name and id of the zones that the network of *region_name* spans."""
    found = aws.get_availability_zones_output(
        region=region_name,
        filters=[
            aws.GetAvailabilityZonesFilterArgs(name="opt-in-status", values=["opt-in-not-required"]),
            aws.GetAvailabilityZonesFilterArgs(name="zone-type", values=["availability-zone"]),
        ],
    )
    return pulumi.Output.all(found.names, found.zone_ids).apply(lambda known: choose(region_name, *known))
