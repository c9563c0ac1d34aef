"""One region's network as the other rooms find it."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi


@dataclass(frozen=True, kw_only=True)
class Network:
    """A VPC and its subnets, one of each tier in every zone."""

    vpc_id: pulumi.Input[str]
    private_subnet_ids: Sequence[pulumi.Input[str]]
    """Where workloads run: nothing comes in from the internet, what goes out is inspected."""
    private_cidrs: Sequence[str] = ()
    """Blocks of those subnets, which other regions' stores let workloads in from."""
    isolated_subnet_ids: Sequence[pulumi.Input[str]]
    """Where stores stand: no way to the internet or from it."""
    isolated_cidrs: Sequence[str] = ()
    """Blocks of those subnets, which other regions' workloads reach stores in."""
    link_subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]] = ()
    """Those of the private subnets that an API gateway's link reaches into; one in each zone where AWS offers it."""
    zone_names: Sequence[pulumi.Input[str]] = ()
    """Names of its zones, in the order of each tier's subnets."""
    endpoint_security_group_id: pulumi.Input[str] = ""
    """Security group of AWS's services inside it, which take HTTPS."""
    storage_prefix_list_id: pulumi.Input[str] = ""
    """Prefix list of S3's addresses, to which its route tables lead."""
    tables_prefix_list_id: pulumi.Input[str] = ""
    """Prefix list of DynamoDB's addresses, likewise."""
