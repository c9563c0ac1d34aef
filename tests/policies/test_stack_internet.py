"""Ways from the internet to a store: each is named hop by hop, and closing any hop closes it."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from policies.core import Judge
from policies.registry import Registry
from policies.rules.stack._addresses import OWNERS, PUBLIC
from policies.rules.stack._exposure import SUBNETS
from policies.rules.stack._reach import MEMBERS, STORES
from tests.policies import schema
from tests.policies.stack import Ref, Stack
from tests.policies.stack_case import RULES, every_view, faults
from tests.policies.ways import DATABASE, GROUP, REGION, admit, network, open_way

RULE = "stack_stores_are_off_the_internet"
GROUP_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule"
WAY = "internet -> igw -> public -> balancer -> app -> machine -> data -> database"
OPEN = {f"database: the internet reaches it: {WAY}"}


@every_view
def test_a_way_is_named_hop_by_hop(view: Any) -> None:
    assert faults(RULE, open_way().graph(view)) == OPEN


CLOSED: Mapping[str, Callable[[Stack], None]] = {
    "a balancer inside": lambda stack: stack.nodes["balancer"].props.update(internal=True),
    "a balancer in private subnets": lambda stack: stack.nodes["balancer"].props.update(subnets=[Ref("private", "id")]),
    "a group that lets in the network alone": lambda stack: stack.nodes["web-in"].props.update(cidrIpv4="10.0.0.0/8"),
    "no group that lets the balancer in": lambda stack: stack.remove("app-in"),
    "a group that lets in another network": lambda stack: stack.nodes["app-in"].props.update(
        referencedSecurityGroupId=None, cidrIpv4="10.1.0.0/16"
    ),
    "a group that lets in addresses of IPv6": lambda stack: stack.nodes["app-in"].props.update(
        referencedSecurityGroupId=None, cidrIpv6="2001:db8::/32"
    ),
    "no group that lets the machine in": lambda stack: stack.remove("data-in"),
    "a firewall before the subnet": lambda stack: stack.nodes["out"].props.update(
        gatewayId=None, vpcEndpointId="vpce-1"
    ),
    "a group that lets in what is no network": lambda stack: stack.nodes["app-in"].props.update(
        referencedSecurityGroupId=None, cidrIpv4="10.0.0.1/16"
    ),
    "a route to one network": lambda stack: stack.nodes["out"].props.update(destinationCidrBlock="192.0.2.0/24"),
    "a web ACL": lambda stack: stack.add(
        "aws:wafv2/webAclAssociation:WebAclAssociation", "acl", region=REGION, resourceArn=Ref("balancer")
    ),
}


@every_view
@pytest.mark.parametrize("change", CLOSED)
def test_closing_any_hop_closes_the_way(view: Any, change: str) -> None:
    stack = open_way()
    CLOSED[change](stack)
    assert not faults(RULE, stack.graph(view))


def test_a_store_that_several_ways_lead_to_is_named_once() -> None:
    stack = open_way()
    stack.add(GROUP, "more", region=REGION, vpcId=Ref("vpc", "id"))
    admit(stack, "more", referencedSecurityGroupId=Ref("app", "id"))
    stack.nodes["database"].props["vpcSecurityGroupIds"].append(Ref("more", "id"))
    for name in ("one", "other"):
        public: dict[str, Any] = {"clusterIdentifier": Ref("reached", "id"), "publiclyAccessible": True}
        stack.add("aws:rds/clusterInstance:ClusterInstance", name, region=REGION, **public)
    stack.add(DATABASE, "reached", region=REGION)
    found = Judge(Registry(rules=(), stack_rules=(RULES[RULE],))).evaluate_stack(stack.graph()).violations
    assert sorted(each.message.partition(":")[0] for each in found) == ["database", "reached"]


SAME: Mapping[str, Callable[[Stack], None]] = {
    "a route of IPv6": lambda stack: stack.nodes["out"].props.update(
        destinationCidrBlock=None, destinationIpv6CidrBlock="::/0"
    ),
    "a group open to IPv6": lambda stack: stack.nodes["web-in"].props.update(cidrIpv4=None, cidrIpv6="::/0"),
    "a group open to half of the world": lambda stack: stack.nodes["web-in"].props.update(cidrIpv4="0.0.0.0/1"),
    "a group open to the other half": lambda stack: stack.nodes["web-in"].props.update(cidrIpv4="128.0.0.0/1"),
    "a balancer without groups": lambda stack: stack.nodes["balancer"].props.update(securityGroups=[]),
    "a group that lets in the subnet": lambda stack: stack.nodes["app-in"].props.update(
        referencedSecurityGroupId=None, cidrIpv4="10.0.0.0/16"
    ),
    "a group that lets in the world": lambda stack: stack.nodes["app-in"].props.update(
        referencedSecurityGroupId=None, cidrIpv4="0.0.0.0/0"
    ),
}


@every_view
@pytest.mark.parametrize("change", [each for each in SAME if each != "a balancer without groups"])
def test_other_spellings_leave_the_way_open(view: Any, change: str) -> None:
    stack = open_way()
    SAME[change](stack)
    assert faults(RULE, stack.graph(view)) == OPEN


@every_view
def test_a_balancer_without_groups_leaves_it_to_the_machines(view: Any) -> None:
    stack = open_way()
    SAME["a balancer without groups"](stack)
    assert not faults(RULE, stack.graph(view))
    SAME["a group that lets in the subnet"](stack)
    assert faults(RULE, stack.graph(view)) == OPEN


def test_a_route_table_may_hold_its_routes_itself() -> None:
    stack = open_way()
    stack.remove("out")
    stack.nodes["public-table"].props["routes"] = [{"cidrBlock": "0.0.0.0/0", "gatewayId": Ref("igw", "id")}]
    assert faults(RULE, stack.graph()) == OPEN


def test_a_subnet_whose_routes_are_not_known_counts_as_public() -> None:
    stack = open_way()
    stack.remove("public-association")
    assert faults(RULE, stack.graph()) == {f"database: the internet reaches it: {WAY.replace('igw -> ', '')}"}


@every_view
@pytest.mark.parametrize("inline", [True, False])
def test_the_older_kinds_of_group_rules_count_too(view: Any, inline: bool) -> None:
    stack = open_way()
    for group, source in (("web", {}), ("app", {"from": "web"}), ("data", {"from": "app"})):
        stack.remove(f"{group}-in")
        blocks = [] if source else ["0.0.0.0/0"]
        if inline:
            groups = [Ref(each, "id") for each in source.values()]
            stack.nodes[group].props["ingress"] = [{"cidrBlocks": blocks, "securityGroups": groups}]
        else:
            for kind in ("ingress", "egress"):
                rule: dict[str, Any] = {"securityGroupId": Ref(group, "id"), "type": kind, "cidrBlocks": blocks}
                if source:
                    rule["sourceSecurityGroupId"] = Ref(source["from"], "id")
                stack.add(GROUP_RULE, f"{group}-{kind}", region=REGION, **rule)
    assert faults(RULE, stack.graph(view)) == OPEN


def test_a_rule_of_the_older_kind_for_what_leaves_lets_nobody_in() -> None:
    stack = open_way()
    stack.remove("web-in")
    out: dict[str, Any] = {"securityGroupId": Ref("web", "id"), "type": "egress", "cidrBlocks": ["0.0.0.0/0"]}
    stack.add(GROUP_RULE, "web-out", region=REGION, **out)
    assert not faults(RULE, stack.graph())


ADDRESSES: Mapping[str, tuple[str, dict[str, Any]]] = {
    "associated": ("", {"associatePublicIpAddress": True}),
    "by the subnet": ("", {}),
    "an elastic one": ("aws:ec2/eip:Eip", {"instance": Ref("machine", "id")}),
    "an elastic one, associated": ("aws:ec2/eipAssociation:EipAssociation", {"instanceId": Ref("machine", "id")}),
    "an accelerator's": (
        "aws:globalaccelerator/endpointGroup:EndpointGroup",
        {"endpointConfigurations": [{"endpointId": Ref("machine", "id")}]},
    ),
}


@every_view
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_machine_gets_a_public_address_in_many_ways(view: Any, address: str) -> None:
    stack = open_way()
    stack.remove("balancer")
    stack.nodes["machine"].props["subnetId"] = Ref("public", "id")
    stack.nodes["app-in"].props.update(referencedSecurityGroupId=None, cidrIpv4="0.0.0.0/0")
    assert not faults(RULE, stack.graph(view))
    kind, props = ADDRESSES[address]
    if kind:
        for prop in props:
            schema.check(kind, prop)
        stack.add(kind, "address", region=REGION, **props)
    elif props:
        stack.nodes["machine"].props.update(props)
    else:
        stack.nodes["public"].props["mapPublicIpOnLaunch"] = True
    way = "internet -> igw -> public -> machine -> data -> database"
    assert faults(RULE, stack.graph(view)) == {f"database: the internet reaches it: {way}"}


@every_view
def test_a_machine_that_declines_the_subnets_address_has_none(view: Any) -> None:
    stack = open_way()
    stack.remove("balancer")
    stack.nodes["public"].props["mapPublicIpOnLaunch"] = True
    stack.nodes["machine"].props.update(subnetId=Ref("public", "id"), associatePublicIpAddress=False)
    stack.nodes["app-in"].props.update(referencedSecurityGroupId=None, cidrIpv4="0.0.0.0/0")
    stack.add("aws:rds/subnetGroup:SubnetGroup", "subnets", region=REGION, subnetIds=[Ref("public", "id")])
    props: dict[str, Any] = {"vpcSecurityGroupIds": [Ref("app", "id")], "dbSubnetGroupName": Ref("subnets", "id")}
    stack.add("aws:rds/instance:Instance", "private-database", region=REGION, **props)
    assert not faults(RULE, stack.graph(view))


@pytest.mark.parametrize(("source", "placed"), [({"cidrIpv4": "0.0.0.0/0"}, False), ({"cidrIpv4": "10.0.0.0/8"}, True)])
def test_who_stands_in_no_known_subnet_stands_somewhere_in_its_network(source: dict[str, str], placed: bool) -> None:
    stack = open_way()
    stack.remove("balancer")
    stack.remove("machine")
    stack.nodes["data-in"].props.update(referencedSecurityGroupId=None, **source)
    interface = {"associatePublicIpAddress": True, "securityGroups": [Ref("web", "id")]}
    stack.add("aws:ec2/launchTemplate:LaunchTemplate", "template", region=REGION, networkInterfaces=[interface])
    stack.nodes["web"].props["vpcId"] = Ref("vpc", "id") if placed else None
    way = "internet -> template -> data -> database"
    assert faults(RULE, stack.graph()) == {f"database: the internet reaches it: {way}"}


@pytest.mark.parametrize("public", ["true", True])
def test_a_template_of_public_machines_counts_as_one(public: object) -> None:
    stack = open_way()
    stack.remove("balancer")
    stack.remove("machine")
    interface = {"associatePublicIpAddress": public, "securityGroups": [Ref("web", "id")]}
    stack.add("aws:ec2/launchTemplate:LaunchTemplate", "template", region=REGION, networkInterfaces=[interface])
    assert not faults(RULE, stack.graph())
    stack.nodes["data-in"].props["referencedSecurityGroupId"] = Ref("web", "id")
    assert faults(RULE, stack.graph()) == {
        "database: the internet reaches it: internet -> template -> data -> database"
    }


@every_view
def test_a_public_database_is_reached_by_its_instance(view: Any) -> None:
    stack = network()
    admit(stack, "data", cidrIpv4="0.0.0.0/0")
    stack.add("aws:rds/subnetGroup:SubnetGroup", "subnets", region=REGION, subnetIds=[Ref("public", "id")])
    props: dict[str, Any] = {"vpcSecurityGroupIds": [Ref("data", "id")], "dbSubnetGroupName": Ref("subnets", "id")}
    stack.add(DATABASE, "database", region=REGION, **props)
    instance: dict[str, Any] = {"clusterIdentifier": Ref("database", "id"), "publiclyAccessible": True}
    stack.add("aws:rds/clusterInstance:ClusterInstance", "instance", region=REGION, **instance)
    way = "internet -> igw -> public -> database"
    assert faults(RULE, stack.graph(view)) == {f"database: the internet reaches it: {way}"}
    stack.nodes["subnets"].props["subnetIds"] = [Ref("private", "id")]
    assert not faults(RULE, stack.graph(view))


@pytest.mark.parametrize("kind", sorted(set(STORES) & set(PUBLIC)))
def test_a_store_that_has_a_public_address_itself_is_named(kind: str) -> None:
    path, values = PUBLIC[kind]
    schema.check(kind, path)
    prop, *inner = path.split(".")
    (public,) = values
    found: Any = public
    for key in reversed(inner):
        found = {key: found}
    stack = Stack()
    props: dict[str, Any] = {} if found is None else {prop: found}
    stack.add(kind, "store", region=REGION, **props)
    assert faults(RULE, stack.graph()) == {"store: the internet reaches it: internet -> store"}


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        *((kind, prop) for kind, prop in MEMBERS.items()),
        *((kind, prop) for kind, props in SUBNETS.items() for prop in props),
        *((kind, path) for kind, (path, _) in PUBLIC.items()),
        *((kind, prop) for kind, (prop, _) in OWNERS.items()),
    ],
)
def test_what_is_read_exists(kind: str, path: str) -> None:
    schema.check(kind, path)
