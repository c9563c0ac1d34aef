"""A Lightsail instance opens nothing but web ports to the whole internet.

A range without addresses is open to everyone (Amazon Lightsail API Reference, "PortInfo").
"""

from policies.answers import all_hold
from policies.lists import fault_in, some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, together
from policies.rules.ec2._open_ports import from_anywhere, web_only


def _check(props: Props) -> str | None:

    def fault(label: str, ports: Props) -> str | None:
        named = together(items(ports, "cidrs"), items(ports, "ipv6Cidrs"))
        is_open = all_hold(
            lambda: not web_only(ports),
            lambda: some(named, from_anywhere) if named else not items(ports, "cidrListAliases"),
        )
        return f"{label} is open to the whole internet" if is_open else None

    return fault_in(numbered(items(props, "portInfos"), "portInfos"), fault)


RULE = Rule(
    name="lightsail_ports_are_closed_to_the_internet",
    title="Lightsail instances open only web ports to the internet.",
    resource_types=frozenset({"aws:lightsail/instancePublicPorts:InstancePublicPorts"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.NETWORK_BOUNDARY}),
    remediation="Name the sources in cidrs, or open 80 or 443 alone.",
    link="https://docs.aws.amazon.com/lightsail/latest/userguide/understanding-firewall-and-port-mappings-in-amazon-lightsail.html",
)
