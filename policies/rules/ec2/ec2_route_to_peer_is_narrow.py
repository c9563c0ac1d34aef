"""A route to a peered network leads to what is needed there, not to everything."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.rules.ec2._open_ports import is_from_anywhere


def _check(props: Props) -> str | None:
    if not props.get("vpcPeeringConnectionId"):
        raise NotApplicable("it leads to no peered network")
    if is_from_anywhere(props, "destinationCidrBlock", "destinationIpv6CidrBlock"):
        return "it sends everything to the peered network"
    return None


RULE = Rule(
    name="ec2_route_to_peer_is_narrow",
    title="Routes to peered networks are narrow.",
    resource_types=frozenset({"aws:ec2/route:Route"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.NETWORK_SEGMENTATION}),
    remediation="Name the peer's subnets as destination.",
    link="https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html",
    sources=("CIS AWS 5.0.0 5.6",),
)
