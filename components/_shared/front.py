"""One region's way in from its API gateway, as the edge finds it."""

from dataclasses import dataclass

import pulumi


@dataclass(frozen=True, kw_only=True)
class Front:
    """The internal load balancer in front of a region's mesh, and the link that leads to it."""

    load_balancer_arn: pulumi.Input[str]
    vpc_link_id: pulumi.Input[str]
    """The API gateway's link to the load balancer."""
    health_path: str
    """Path on which the region says whether it can answer."""
    health_alarm_name: pulumi.Input[str]
    """Alarm that fires when the region can't answer."""
