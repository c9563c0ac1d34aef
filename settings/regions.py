"""Where the platform runs."""

import ipaddress
from typing import Annotated

from pydantic import AfterValidator, Field

from settings._model import Model

# fmt: off
AWS_REGIONS = frozenset(
    {
        "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3",
        "ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4",
        "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ca-central-1", "ca-west-1", "eu-central-1",
        "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3",
        "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1", "us-east-1", "us-east-2",
        "us-west-1", "us-west-2",
    }
)
# fmt: on
"""Regions of the `aws` partition (AWS General Reference, "AWS Regions")."""
PRIVATE_NETWORKS = tuple(map(ipaddress.IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
"""RFC 1918, section 3. What else Python calls private, such as loopback, is no network of a VPC."""


def _known_region(name: str) -> str:
    if name not in AWS_REGIONS:
        raise ValueError("not an AWS region; expected a name such as us-east-1")
    return name


def _vpc_cidr(cidr: str) -> str:
    network = ipaddress.IPv4Network(cidr)
    if not any(map(network.subnet_of, PRIVATE_NETWORKS)) or not 16 <= network.prefixlen <= 20:
        raise ValueError("expected a private IPv4 block between /16 and /20, such as 10.0.0.0/16")
    return cidr


class Region(Model):
    """One region that the platform runs in."""

    name: Annotated[str, AfterValidator(_known_region)]
    """AWS region name."""
    cidr: Annotated[str, AfterValidator(_vpc_cidr)]
    """IPv4 block of the region's VPC, /16 to /20, disjoint from every other region's."""
    weight: int = Field(ge=0, le=100)
    """Percent of the traffic without a `region` header; all regions add up to 100."""
    residency: str = Field(pattern=r"^[a-z]{2,10}$")
    """Jurisdiction whose data may rest here, such as `us` or `eu`."""


CONTROL_REGION = Region(name="us-east-1", cidr="10.255.0.0/16", weight=0, residency="us")
"""Where AWS runs CloudFront, its firewall and Route 53 from (AWS Fault Isolation Boundaries, "Global services").

When it isn't an active region it has no network: only what those services need there stands in it.
"""
