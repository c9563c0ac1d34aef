"""The walker and a packet sent hop by hop agree on networks drawn at random, near to what carries and near to not."""

from collections import Counter
from random import Random

import pytest

from policies.graph import Graph
from policies.model import Resource
from policies.paths.network import Network
from policies.paths.spans import Span
from tests.policies.paths import oracle
from tests.policies.paths.world import ANY, AclEntry, Attachment, GroupRule, Subnet, Way, World, stack
from tests.policies.stack import View, readable_graph

WORLDS = 400
PORTS = (80, 443)
VPCS = {"a": "10.0.0.0/26", "b": "10.0.1.0/26", "c": "10.0.2.0/26"}
BLOCKS = {"a0": "10.0.0.0/28", "a1": "10.0.0.16/28", "b0": "10.0.1.0/28", "b1": "10.0.1.16/28", "c0": "10.0.2.0/28"}
ANYWHERE = "0.0.0.0/0"
GATEWAYS = {"a": "ta", "b": "tb", "c": "ta"}
PORT_RANGES = ((80, 80), (443, 443), (80, 443), (0, 65535), (444, 500))
REPLY_RANGES = ((1024, 65535), (0, 65535), (1024, 32767), (32768, 65535))
DOMAIN = "registry.example.com"


def drawn(random: Random) -> World:
    """Three networks, two of them on one gateway and the third behind a peering; a few parts lack or are odd."""
    world = World(vpcs=dict(VPCS))
    for name, block in BLOCKS.items():
        vpc, other = name[0], {"a": "b", "b": "a", "c": "a"}[name[0]]
        table = _likely(random, f"{name}-routes", None, 0.9)
        world.subnets[name] = Subnet(vpc, block, f"zone-{name[1]}", table, _likely(random, None, f"{name}-acl", 0.4))
        to = random.choice([VPCS[other]] * 6 + [ANYWHERE, "10.0.1.0/28", "10.0.0.0/28", "10.0.1.0/29"])
        world.tables[f"{name}-routes"] = [Way(to, "tgw", GATEWAYS[vpc])] if random.random() < 0.95 else []
        if name == "a0":
            world.tables["a0-routes"].append(Way(VPCS["c"], "tgw", "ta"))
        world.acls[f"{name}-acl"] = [*_entries(random, "in"), *_entries(random, "out")]
        for number in range(2):
            world.groups[f"{name}-g{number}"] = []
            world.group_vpcs[f"{name}-g{number}"] = vpc
    for name in [*world.groups]:
        world.groups[name] = [_rule(random, name, direction) for direction in ("in", "out") for _ in range(2)]
    for vpc, other in (("a", "b"), ("b", "a")):
        world.gateways[f"t{vpc}"] = [Way(random.choice([VPCS[other]] * 8 + ["10.0.1.0/28"]), "peering", "p")]
        if random.random() < 0.1:
            world.gateways[f"t{vpc}"].append(Way(BLOCKS[f"{other}0"], "vpc", vpc))
        subnets = [f"{vpc}0", f"{vpc}1"] if random.random() < 0.9 else [f"{vpc}1"]
        world.attachments.append(Attachment(f"t{vpc}", vpc, subnets))
    world.attachments.append(Attachment("ta", "c", ["c0"]))
    if random.random() < 0.1:
        world.gateways["ta"].append(Way(BLOCKS["c0"], "vpc", "a"))
    world.peerings["p"] = ("ta", "tb", random.random() < 0.9)
    return world


def _likely(random: Random, usual: str | None, other: str | None, probability: float) -> str | None:
    return usual if random.random() < probability else other


def _rule(random: Random, group: str, direction: str) -> GroupRule:
    protocol = random.choice(["tcp", "tcp", ANY, "udp"])
    peers = [
        *BLOCKS.values(),
        *VPCS.values(),
        ANYWHERE,
        ANYWHERE,
        "10.0.0.0/29",
        "a0-g0",
        "b0-g0",
        "a1-g1",
        "10.0.0.0/8",
    ]
    first, last = random.choice(PORT_RANGES)
    return GroupRule(direction, protocol, first, last, random.choice(peers))


def _entries(random: Random, direction: str) -> list[AclEntry]:
    entries = [AclEntry(direction, 100, True, ANY, 0, 0, ANYWHERE)]
    if random.random() < 0.3:
        entries = [
            AclEntry(direction, 100 + number, True, "tcp", *random.choice([*PORT_RANGES, *REPLY_RANGES]), block)
            for number, block in enumerate(random.choices([ANYWHERE, *VPCS.values(), *BLOCKS.values()], k=4))
        ]
    if random.random() < 0.4:
        block = random.choice([*BLOCKS.values(), "10.0.1.8/29", ANYWHERE])
        entries.append(
            AclEntry(direction, 50, False, random.choice(["tcp", "udp"]), *random.choice(PORT_RANGES), block)
        )
    return entries


def walked(resources: list[Resource], source: str, target: str, port: int) -> bool:
    network = Network(Graph(resources))
    by_name = {each.name: each for each in resources}
    (near,), (far,) = (network.places.of(by_name[f"on-{each}"]) for each in (source, target))
    return not network.between(near, far, "tcp", Span(port, port)).faults


@pytest.mark.parametrize("part", range(4))
def test_packets_inside_and_between_networks_arrive_where_the_walker_says_so(part: int) -> None:
    said = Counter[bool]()
    for number in range(part, WORLDS, 4):
        random = Random(number)
        world = drawn(random)
        view = random.choice([View.PREVIEW, View.DEPLOYED, View.LIVE])
        resources = readable_graph(stack(world), view)
        for source, target in (("a0", "a1"), ("a0", "b0"), ("b1", "a1"), ("b0", "b0"), ("a0", "c0")):
            port = random.choice(PORTS)
            carries = walked(resources, source, target, port)
            assert carries == oracle.carries(world, source, target, port), (number, view, source, target, port)
            said[carries] += 1
    assert min(said.values()) > sum(said.values()) / 10, "both kinds are drawn"


INSIDE = {"p0": "10.0.0.0/28", "q0": "10.0.0.16/28", "f0": "10.0.0.32/28", "f1": "10.0.0.48/28"}


def drawn_exit(random: Random) -> World:
    """A network with a way out over a NAT gateway, and mostly over a firewall; a part lacks or is odd now and then."""
    world = World(vpcs={"a": "10.0.0.0/26"}, internet={"igw": "a"}, nats={"nat": "q0"}, edges={"igw": "edge"})
    for name, block in INSIDE.items():
        acl = _likely(random, None, f"{name}-acl", 0.5)
        world.subnets[name] = Subnet("a", block, "zone-0", f"{name}-routes", acl)
        world.acls[f"{name}-acl"] = [*_entries(random, "in"), *_entries(random, "out")]
    world.firewalls["fw"] = ["f0", "f1"]
    world.domains["fw"] = random.choice([[DOMAIN], [".example.com"], [DOMAIN, "other.example"], ["example.com"]])
    inspected = random.random() < 0.7
    endpoint = random.choice(["fw@f0"] * 5 + ["fw@f1"])
    world.tables = {
        "p0-routes": [Way(_wide(random), "nat", "nat")],
        "q0-routes": [Way(_wide(random), "fw", endpoint) if inspected else Way(ANYWHERE, "igw", "igw")],
        "f0-routes": [Way(_wide(random), "igw", "igw")],
        "f1-routes": [Way(ANYWHERE, "igw", "igw")],
        "edge": [Way(INSIDE["q0"], "fw", "fw@f0")] if inspected == (random.random() < 0.9) else [],
    }
    if random.random() < 0.1:
        world.tables["p0-routes"].append(Way("8.0.0.0/8", "igw", "igw"))
    if random.random() < 0.1:
        world.subnets["p0"].table = None
    world.groups = {"p0-g0": [_rule(random, "p0-g0", "out") for _ in range(4)]}
    if random.random() < 0.7:
        world.groups["p0-g0"].append(GroupRule("out", "tcp", *random.choice([(443, 443), (80, 443)]), ANYWHERE))
    world.group_vpcs = {"p0-g0": "a"}
    return world


def _wide(random: Random) -> str:
    return random.choice([ANYWHERE] * 12 + ["8.0.0.0/8"])


def test_packets_leave_for_the_internet_where_the_walker_says_so() -> None:
    said = Counter[bool]()
    for number in range(WORLDS):
        random = Random(number)
        world = drawn_exit(random)
        view = random.choice([View.PREVIEW, View.DEPLOYED])
        resources = readable_graph(stack(world), view)
        network = Network(Graph(resources))
        (near,) = network.places.of(next(each for each in resources if each.name == "on-p0"))
        carries = not network.out(near, DOMAIN, "tcp", Span(443, 443)).faults
        assert carries == oracle.leaves(world, "p0", DOMAIN, 443), (number, view)
        said[carries] += 1
    assert min(said.values()) > sum(said.values()) / 10, "both kinds are drawn"
