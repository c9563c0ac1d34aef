"""A second opinion on networks: single packets, sent hop by hop through a `World` by AWS's documented rules.

It shares nothing with the walker but the data: addresses are tried one by one, and an answer is a packet of its own.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from tests.policies.paths.world import ANY, GroupRule, Way, World

REPLY_PORTS = (1024, 32767, 32768, 65535)
"""Ports that clients ask from: the ends of the ranges that entries of the worlds have."""
OUTSIDE = (IPv4Address("8.8.8.8"), IPv4Address("203.0.113.9"))


@dataclass(frozen=True)
class Packet:
    """One packet; `port` is where it goes to."""

    source: IPv4Address
    target: IPv4Address
    port: int


def carries(world: World, source: str, target: str, port: int) -> bool:
    """Return whether every packet from the subnet *source* to TCP *port* in *target* arrives, and every answer."""
    pairs = itertools.product(_addresses(world, source), _addresses(world, target))
    return all(_round_trip(world, source, target, Packet(one, other, port)) for one, other in pairs)


def leaves(world: World, source: str, domain: str, port: int) -> bool:
    """Return whether every packet from *source* to *domain*, which may be anywhere on the internet, is answered."""
    pairs = itertools.product(_addresses(world, source), OUTSIDE)
    return all(_out_and_back(world, source, Packet(one, other, port), domain) for one, other in pairs)


def _addresses(world: World, subnet: str) -> Sequence[IPv4Address]:
    """Return the ends of each /29 of *subnet*: no block of a world is smaller."""
    parts = IPv4Network(world.subnets[subnet].block).subnets(new_prefix=29)
    return [address for part in parts for address in (part[0], part[-1])]


def _round_trip(world: World, source: str, target: str, packet: Packet) -> bool:
    near = world.subnets[source].vpc == world.subnets[target].vpc
    if not _groups(world, source, "out", packet.port, packet.target, target if near else None):
        return False
    if not _groups(world, target, "in", packet.port, packet.source, source if near else None):
        return False
    answers = (Packet(packet.target, packet.source, reply) for reply in REPLY_PORTS)
    return _delivered(world, source, target, packet) and all(
        _delivered(world, target, source, answer) for answer in answers
    )


def _groups(world: World, own: str, direction: str, port: int, other: IPv4Address, peer: str | None) -> bool:
    rules = [rule for name, rules in world.groups.items() if name.startswith(f"{own}-") for rule in rules]
    worn = [name for name in world.groups if peer and name.startswith(f"{peer}-")]
    return any(rule.direction == direction and _lets(rule, port, other, worn) for rule in rules)


def _lets(rule: GroupRule, port: int, other: IPv4Address, worn: Sequence[str]) -> bool:
    if rule.protocol != ANY and not (rule.protocol == "tcp" and rule.first <= port <= rule.last):
        return False
    return rule.peer in worn if "/" not in rule.peer else other in IPv4Network(rule.peer)


def _delivered(world: World, source: str, target: str, packet: Packet) -> bool:
    """Send *packet* from one subnet to the other."""
    if source == target:
        return True
    here, there = world.subnets[source], world.subnets[target]
    if not _acl(world, source, "out", packet.target, packet.port):
        return False
    way = _route(world, here.vpc, here.table, packet.target)
    if way is None:
        return False
    if way.kind == "local":
        return here.vpc == there.vpc and _acl(world, target, "in", packet.source, packet.port)
    if way.kind != "tgw":
        return False
    into = _attached(world, way.name, here.vpc, here.zone)
    if into is None or (into != source and not _acl(world, into, "in", packet.source, packet.port)):
        return False
    arrived = _transit(world, way.name, packet.target, from_peering=False)
    if arrived is None or arrived[1] != there.vpc:
        return False
    out_of = _attached(world, arrived[0], there.vpc, there.zone)
    if out_of is None or (out_of != target and not _acl(world, out_of, "out", packet.target, packet.port)):
        return False
    return _acl(world, target, "in", packet.source, packet.port)


def _route(world: World, vpc: str, table: str | None, to: IPv4Address) -> Way | None:
    ways = [Way(world.vpcs[vpc], "local", vpc), *(world.tables[table] if table else ())]
    fitting = [way for way in ways if to in IPv4Network(way.block)]
    return max(fitting, key=lambda way: (IPv4Network(way.block).prefixlen, way.kind == "local"), default=None)


def _attached(world: World, gateway: str, vpc: str, zone: str) -> str | None:
    """Return the subnet in *zone* by which *vpc* is attached to *gateway*."""
    for each in world.attachments:
        if (each.gateway, each.vpc) == (gateway, vpc):
            return next((subnet for subnet in each.subnets if world.subnets[subnet].zone == zone), None)
    return None


def _transit(world: World, gateway: str, to: IPv4Address, *, from_peering: bool) -> tuple[str, str] | None:
    """Return the gateway and the network that a packet leaves by."""
    static = [(IPv4Network(way.block), 1, way.kind, way.name) for way in world.gateways[gateway]]
    learnt = [
        (IPv4Network(world.vpcs[each.vpc]), 0, "vpc", each.vpc) for each in world.attachments if each.gateway == gateway
    ]
    fitting = [each for each in (*static, *learnt) if to in each[0]]
    if not fitting:
        return None
    _, _, kind, name = max(fitting, key=lambda each: (each[0].prefixlen, each[1]))
    if kind == "vpc":
        return gateway, name
    one, other, accepted = world.peerings[name]
    if from_peering or not accepted:
        return None
    return _transit(world, other if gateway == one else one, to, from_peering=True)


def _acl(world: World, subnet: str, direction: str, other: IPv4Address, port: int) -> bool:
    acl = world.subnets[subnet].acl
    if acl is None:
        return True
    for entry in sorted(world.acls[acl], key=lambda each: each.number):
        fits = entry.protocol == ANY or (entry.protocol == "tcp" and entry.first <= port <= entry.last)
        if entry.direction == direction and fits and other in IPv4Network(entry.block):
            return entry.allows
    return False


def _out_and_back(world: World, source: str, packet: Packet, domain: str) -> bool:
    """Send *packet* out, and the answers to it back."""
    if not _groups(world, source, "out", packet.port, packet.target, None):
        return False
    out = list(_outward(world, source, packet, domain))
    if not out or out[-1] is None:
        return False
    seen = [each for each in out if each]
    return all(_inward(world, seen, packet, reply) for reply in REPLY_PORTS)


def _outward(world: World, source: str, packet: Packet, domain: str) -> Iterator[tuple[str, str] | None]:
    """Yield the subnets passed, each with what stands there; ends in None where the packet is lost."""
    subnet, standing, own = source, "source", packet.source
    visited: list[str] = []
    while True:
        if subnet in visited:
            yield None
            return
        visited.append(subnet)
        if standing != "source" and not _acl(world, subnet, "in", own, packet.port):
            yield None
            return
        yield subnet, standing
        if standing == "nat":
            own = next(iter(IPv4Network(world.subnets[subnet].block).hosts()))
        if standing == "fw" and not _reachable(world, subnet, domain):
            yield None
            return
        if not _acl(world, subnet, "out", packet.target, packet.port):
            yield None
            return
        way = _route(world, world.subnets[subnet].vpc, world.subnets[subnet].table, packet.target)
        if way and way.kind == "nat":
            subnet, standing = world.nats[way.name], "nat"
        elif way and way.kind == "fw":
            subnet, standing = way.name.partition("@")[2], "fw"
        elif way and way.kind == "igw" and world.internet[way.name] == world.subnets[subnet].vpc:
            if "nat" not in [kind for _, kind in _passed(world, visited)]:
                yield None
            return
        else:
            yield None
            return


def _passed(world: World, visited: Sequence[str]) -> Iterator[tuple[str, str]]:
    for subnet in visited[1:]:
        yield subnet, "nat" if subnet in world.nats.values() else "fw"


def _reachable(world: World, subnet: str, domain: str) -> bool:
    name = next(each for each, subnets in world.firewalls.items() if subnet in subnets)
    targets = world.domains[name]
    return any(
        domain == each or (each.startswith(".") and (domain.endswith(each) or domain == each[1:])) for each in targets
    )


def _inward(world: World, out: Sequence[tuple[str, str]], packet: Packet, reply: int) -> bool:
    """Send the answer from the internet gateway to where the packet's address was made public, and on to its source."""
    source = out[0][0]
    public = next(subnet for subnet, kind in out if kind == "nat")
    vpc = world.subnets[public].vpc
    gateway = next(name for name, own in world.internet.items() if own == vpc)
    address = next(iter(IPv4Network(world.subnets[public].block).hosts()))
    way = _route(world, vpc, world.edges.get(gateway), address)
    inspected = [subnet for subnet, kind in out if kind == "fw"]
    entered = [way.name.partition("@")[2]] if way and way.kind == "fw" else []
    if entered != inspected:
        return False
    for subnet in entered:
        if not _acl(world, subnet, "in", packet.target, reply) or not _acl(world, subnet, "out", address, reply):
            return False
    inner = (
        _acl(world, public, "in", packet.target, reply)
        and _acl(world, public, "out", packet.source, reply)
        and _acl(world, source, "in", packet.target, reply)
    )
    return inner if source != public else _acl(world, public, "in", packet.target, reply)
