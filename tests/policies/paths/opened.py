"""Opens doors in a stack that nothing declared asks for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from policies.model import Resource

GROUP, TABLE = "aws:ec2/securityGroup:SecurityGroup", "aws:ec2/routeTable:RouteTable"
INGRESS, EGRESS = (f"aws:vpc/securityGroup{way}Rule:SecurityGroup{way}Rule" for way in ("Ingress", "Egress"))
GATEWAY, ROUTE = "aws:ec2/internetGateway:InternetGateway", "aws:ec2/route:Route"
LISTS = "aws:networkfirewall/ruleGroup:RuleGroup"
ANYWHERE = "0.0.0.0/0"


def of(resources: Sequence[Resource], *kinds: str) -> list[Resource]:
    return [each for each in resources if each.type in kinds]


def made(kind: str, props: Mapping[str, Any], **ends: Resource) -> Resource:
    """Return a resource of type *kind* whose properties *ends* are the ids of these."""
    return Resource(
        type=kind,
        urn=f"urn:pulumi:staging::groot::{kind}::door",
        name="door",
        props={**props, **{prop: end.props.get("id") for prop, end in ends.items()}},
        property_dependencies={**{prop: [] for prop in props}, **{prop: [end.urn] for prop, end in ends.items()}},
    )


def changed(resources: Sequence[Resource], old: Resource, props: Mapping[str, Any]) -> list[Resource]:
    """Return *resources* with *props* put into *old*, which is called a door from then on."""
    kept = {key: urns for key, urns in old.property_dependencies.items() if key not in props}
    new = replace(old, name="door", props={**old.props, **props}, property_dependencies=kept)
    return [new if each is old else each for each in resources]


def let_in(resources: Sequence[Resource], chance: Random) -> list[Resource]:
    """Let anybody into a group, by SSH."""
    rule = {"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "cidrIpv4": ANYWHERE, "region": "us-east-1"}
    kind, group = chance.choice((INGRESS, EGRESS)), chance.choice(of(resources, GROUP))
    return [*resources, made(kind, rule, securityGroupId=group)]


def widened(resources: Sequence[Resource], chance: Random) -> list[Resource]:
    """Widen a rule by a port."""
    rules = [each for each in of(resources, INGRESS, EGRESS) if each.props.get("ipProtocol") == "tcp"]
    rule = chance.choice(rules)
    return changed(resources, rule, {"toPort": rule.props["toPort"] + 1})


def spread(resources: Sequence[Resource], chance: Random) -> list[Resource]:
    """Let a rule that names a block name every address."""
    rules = [each for each in of(resources, INGRESS, EGRESS) if each.props.get("cidrIpv4") not in (None, ANYWHERE)]
    return changed(resources, chance.choice(rules), {"cidrIpv4": ANYWHERE})


def twice(resources: Sequence[Resource], chance: Random) -> list[Resource]:
    """Declare a rule once more."""
    rule = chance.choice(of(resources, INGRESS, EGRESS))
    return [*resources, replace(rule, name="door", urn=f"{rule.urn}-again")]


def led_out(resources: Sequence[Resource], chance: Random) -> list[Resource]:
    """Lead a table straight to the internet that doesn't lead there yet."""
    leading = {urn for each in of(resources, ROUTE) if each.props.get("gatewayId") for urn in each.dependencies}
    table = chance.choice([each for each in of(resources, TABLE) if each.urn not in leading])
    gateway = next(each for each in of(resources, GATEWAY) if each.props["region"] == table.props["region"])
    route = made(
        ROUTE,
        {"destinationCidrBlock": "198.51.100.0/24", "region": table.props["region"]},
        routeTableId=table,
        gatewayId=gateway,
    )
    return [*resources, route]


def listed(resources: Sequence[Resource], chance: Random) -> list[Resource]:
    """Put a domain on a firewall's list."""
    group = chance.choice(of(resources, LISTS))
    rules = group.props["ruleGroup"]
    source = rules["rulesSource"]
    domains = {**source["rulesSourceList"], "targets": [*source["rulesSourceList"]["targets"], ".example.com"]}
    return changed(resources, group, {"ruleGroup": {**rules, "rulesSource": {**source, "rulesSourceList": domains}}})


Door = Callable[[Sequence[Resource], Random], list[Resource]]
DOORS: Sequence[Door] = (
    let_in,
    widened,
    spread,
    twice,
    led_out,
    listed,
)
