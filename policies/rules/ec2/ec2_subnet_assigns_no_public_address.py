"""Nothing gets an address on the internet by being started in a subnet."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault_among(
        ("instances get public IPv4 addresses", lambda: props.get("mapPublicIpOnLaunch")),
        ("instances get IPv6 addresses, which are public", lambda: props.get("assignIpv6AddressOnCreation")),
    )


RULE = Rule(
    name="ec2_subnet_assigns_no_public_address",
    title="Subnets assign no public addresses.",
    resource_types=frozenset({"aws:ec2/subnet:Subnet"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.PUBLIC_ACCESS}),
    remediation="Remove mapPublicIpOnLaunch and assignIpv6AddressOnCreation.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-15",
    sources=("SecurityHub EC2.15",),
)
