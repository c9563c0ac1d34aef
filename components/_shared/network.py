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
    isolated_subnet_ids: Sequence[pulumi.Input[str]]
    """Where stores stand: no way to the internet or from it."""
