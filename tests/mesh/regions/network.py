"""A network as the clusters' own: a router between regions, a node in each, and pods that the node routes to.

Each pod has an address of its region's block, and a route to its node alone (as with Amazon's VPC CNI plugin, whose
pods' gateway is 169.254.1.1 too). The node stands for what a region has besides pods: it turns services' addresses into
pods' (`services.py`) and is where load balancers speak from.
"""

import ipaddress
import itertools
import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Final

from tests.mesh.regions.delays import delayed
from tests.mesh.regions.namespaces import Namespace, cable

GATEWAY: Final = "169.254.1.1"
_ROUTER_BLOCK: Final = "100.64.0.0/16"
_NETWORKS: Final = itertools.count()
_FIRST_POD: Final = 16
_LOSSES: Final = "losses"
_DOOR: Final = 8
"""Offsets in a region's block."""


class Node:
    """One region's node and its pods' network."""

    def __init__(self, region: str, block: str, namespace: Namespace) -> None:
        self.region, self.namespace = region, namespace
        self.block = block
        self._block = ipaddress.ip_network(block)
        self._numbers = itertools.count(_FIRST_POD)
        self.address = str(self._block[1])
        self.door = str(self._block[_DOOR])
        """Address of the load balancer before its east-west gateway."""
        self._pods: list[Namespace] = []

    def create_pod(self) -> tuple[Namespace, str]:
        """Make the namespace of one pod, and return it with its address."""
        number = next(self._numbers)
        address, end = str(self._block[number]), f"pod{number}"
        pod = Namespace(f"{self.namespace.name}-{number}")
        self._pods.append(pod)
        cable(self.namespace, end, pod, "eth0")
        pod.run("ip", "address", "add", f"{address}/32", "dev", "eth0")
        pod.run("ip", "route", "add", GATEWAY, "dev", "eth0", "scope", "link")
        pod.run("ip", "route", "add", "default", "via", GATEWAY, "dev", "eth0", "src", address)
        self.namespace.run("ip", "route", "add", f"{address}/32", "dev", end, "scope", "link", "src", self.address)
        return pod, address

    def delete(self) -> None:
        """Remove the node and what is left of its pods."""
        for pod in self._pods:
            if pod.path.exists():
                pod.delete()
        self.namespace.delete()


class Network:
    """The regions' nodes and the router between them."""

    def __init__(self, blocks: Mapping[str, str]) -> None:
        prefix = f"groot-{os.getpid()}-{next(_NETWORKS)}"
        self._router = Namespace(f"{prefix}-router")
        self._ways: dict[str, str] = {}
        _forward(self._router)
        links = itertools.islice(ipaddress.IPv4Network(_ROUTER_BLOCK).subnets(new_prefix=30), len(blocks))
        self.nodes = {
            region: self._create_node(f"{prefix}-{number}", region, block, link)
            for number, ((region, block), link) in enumerate(zip(blocks.items(), links, strict=True))
        }

    def _create_node(self, name: str, region: str, block: str, link: ipaddress.IPv4Network) -> Node:
        node = Node(region, block, Namespace(name))
        near, far = str(link[1]), str(link[2])
        port = f"to-{name[-10:]}"
        cable(self._router, port, node.namespace, "uplink")
        self._router.run("ip", "address", "add", f"{near}/30", "dev", port)
        node.namespace.run("ip", "address", "add", f"{far}/30", "dev", "uplink")
        node.namespace.run("ip", "address", "add", f"{GATEWAY}/32", "dev", "lo")
        node.namespace.run("ip", "address", "add", f"{node.address}/32", "dev", "lo")
        node.namespace.run("ip", "route", "add", "default", "via", near, "src", node.address)
        node.namespace.run("ip", "route", "add", "blackhole", block)  # an address of no pod answers nothing
        self._router.run("ip", "route", "add", block, "via", far)
        self._ways[region] = far
        _forward(node.namespace)
        return node

    def cut(self, region: str) -> None:
        """Let nothing reach *region* from others any more: what is sent there is lost."""
        self._router.run("ip", "route", "replace", "blackhole", self.nodes[region].block)

    def mend(self, region: str) -> None:
        """Undo `cut`."""
        self._router.run("ip", "route", "replace", self.nodes[region].block, "via", self._ways[region])

    @contextmanager
    def lossy(self, region: str, percent: int) -> Iterator[None]:
        """Lose so many of a hundred packets on their way to *region* and from it."""
        block, drawn = self.nodes[region].block, f"numgen random mod 100 < {percent} drop"
        rules = f"ip saddr {block} {drawn}; ip daddr {block} {drawn}"
        chain = f"chain {_LOSSES} {{ type filter hook forward priority 0; {rules}; }}"
        self._router.run("nft", "-f", "-", given="\n".join([f"table ip {_LOSSES} {{", chain, "}", ""]))
        try:
            yield
        finally:
            self._router.run("nft", "delete", "table", "ip", _LOSSES)

    def slow(self, region: str, seconds: float) -> AbstractContextManager[None]:
        """Have what is sent to *region* take *seconds* longer."""
        return delayed(self._router, self.nodes[region].block, self._ways[region], seconds)

    def delete(self) -> None:
        """Remove all of it."""
        for node in self.nodes.values():
            node.delete()
        self._router.delete()


def _forward(namespace: Namespace) -> None:
    namespace.run("sysctl", "-q", "-w", "net.ipv4.ip_forward=1")
