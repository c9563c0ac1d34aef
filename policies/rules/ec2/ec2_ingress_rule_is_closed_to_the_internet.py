"""An ingress rule opens nothing but web ports to the whole internet."""

from policies.answers import all_hold
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.rules.ec2._open_ports import is_from_anywhere, web_only


def _check(props: Props) -> str | None:
    opens = all_hold(
        lambda: is_from_anywhere(props, "cidrIpv4", "cidrIpv6"), lambda: not web_only(props, protocol="ipProtocol")
    )
    return "it is open to the whole internet" if opens else None


RULE = Rule(
    name="ec2_ingress_rule_is_closed_to_the_internet",
    title="Ingress rules open only web ports to the internet.",
    resource_types=frozenset({"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.NETWORK_BOUNDARY}),
    remediation="Name the source, or open 80 or 443 alone.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-18",
    sources=(
        "SecurityHub EC2.13",
        "SecurityHub EC2.18",
        "SecurityHub EC2.19",
        "CIS AWS 5.0.0 5.3",
        "CIS AWS 5.0.0 5.4",
    ),
)
