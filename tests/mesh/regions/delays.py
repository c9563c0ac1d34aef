"""Packets that take longer: read from an interface of the kernel's (tun), kept for a while, and sent on.

In place of `tc netem`, which not every kernel has. What is sent on has a mark, by which it isn't led back here.
"""

import fcntl
import os
import queue
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from tests.mesh.regions.namespaces import Namespace

_TUNSETIFF: Final = 0x400454CA
_IFF_TUN: Final = 0x0001
_IFF_NO_PI: Final = 0x1000
"""Linux, `linux/if_tun.h`."""
_INTERFACE: Final = "slow"
_MARK: Final = 1
_TABLE: Final = "100"
_VERSION: Final = 4
_PACKET_BYTES: Final = 65535


@contextmanager
def delayed(router: Namespace, block: str, via: str, seconds: float) -> Iterator[None]:
    """Have each packet that *router* leads to *block*, by the next hop *via*, take *seconds* longer."""
    device, sender = router.within(_open)
    waiting: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()

    def read() -> None:
        with suppress(OSError):
            while True:
                packet = os.read(device, _PACKET_BYTES)
                if packet[0] >> 4 == _VERSION:  # the kernel looks for neighbours by the other one
                    waiting.put((time.monotonic() + seconds, packet))

    def send() -> None:
        while True:
            due, packet = waiting.get()
            if not packet:
                return
            time.sleep(max(0.0, due - time.monotonic()))
            with suppress(OSError):  # one that can't be sent is lost
                sender.sendto(packet, (socket.inet_ntoa(packet[16:20]), 0))

    router.run("ip", "link", "set", _INTERFACE, "up")
    router.run("ip", "route", "add", block, "via", via, "table", _TABLE)
    router.run("ip", "rule", "add", "fwmark", str(_MARK), "lookup", _TABLE)
    threads = [threading.Thread(target=work, daemon=True) for work in (read, send)]
    for thread in threads:
        thread.start()
    router.run("ip", "route", "replace", block, "dev", _INTERFACE)
    try:
        yield
    finally:
        router.run("ip", "route", "replace", block, "via", via)
        router.run("ip", "link", "delete", _INTERFACE)  # by which `read` ends
        threads[0].join()
        waiting.put((0.0, b""))
        threads[1].join()
        router.run("ip", "rule", "delete", "fwmark", str(_MARK), "lookup", _TABLE)
        router.run("ip", "route", "flush", "table", _TABLE)
        os.close(device)
        sender.close()


def _open() -> tuple[int, socket.socket]:
    device = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(device, _TUNSETIFF, struct.pack("16sH14x", _INTERFACE.encode(), _IFF_TUN | _IFF_NO_PI))
    sender = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    sender.setsockopt(socket.SOL_SOCKET, socket.SO_MARK, _MARK)
    return device, sender
