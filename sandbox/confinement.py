"""Confines a process of the sandbox: it talks to itself alone, asks no name server, and starts nothing.

An emulator would deliver messages to real addresses (subscribers over HTTP, delivery streams, integrations of an API),
run functions in the machine's containers, and look names up. Python tells of each such attempt before it is made (PEP
578; Python documentation, "Audit events table"), whichever library makes it; refusing there closes them all. This holds
accidents off, not code that means to get out by other ways than Python's.
"""

import errno
import ipaddress
import sys
from collections.abc import Callable, Container
from typing import Any, Final

STARTS: Final = frozenset(
    {"subprocess.Popen", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system", "pty.spawn"}
)
"""Events of a process that starts another."""
LOOK_UPS: Final = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
"""Events of a look-up, whose first argument is a name or an address."""
SENDINGS: Final = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
"""Events of something sent, whose second argument is the address."""


def confine(ports: Container[int | str] | None = None, *, starts: Container[str] = frozenset()) -> None:
    """Refuse this process, for good, everything that isn't at *ports* of this machine, at any of its when None; a port
    may be the path of a socket.

    *starts* are the programs that it may start. What is refused raises `ConnectionRefusedError` or
    `PermissionError`, as a firewall would make of it.
    """
    sys.addaudithook(_hook(ports, starts))


def _hook(ports: Container[int | str] | None, starts: Container[str]) -> Callable[[str, tuple[Any, ...]], None]:
    def judge(event: str, arguments: tuple[Any, ...]) -> None:
        if event in SENDINGS and not _is_own(arguments[1], ports):
            raise ConnectionRefusedError(errno.ECONNREFUSED, f"the sandbox reaches nothing outside: {arguments[1]}")
        if event in LOOK_UPS and not _is_here(arguments[0]):
            raise ConnectionRefusedError(errno.ECONNREFUSED, f"the sandbox asks for no name: {arguments[0]}")
        if event in STARTS and not (event == "subprocess.Popen" and arguments[0] in starts):
            raise PermissionError(errno.EPERM, f"the sandbox starts nothing: {event}")

    return judge


def _is_own(address: Any, ports: Container[int | str] | None) -> bool:
    if isinstance(address, str):
        return ports is not None and address in ports
    connected_already = address is None
    is_here = isinstance(address, tuple) and _is_here(address[0])
    return connected_already or (is_here and (ports is None or address[1] in ports))


def _is_here(host: Any) -> bool:
    text = host.decode(errors="replace") if isinstance(host, bytes) else str(host or "localhost")
    try:
        return text == "localhost" or ipaddress.ip_address(text).is_loopback
    except ValueError:
        return False
