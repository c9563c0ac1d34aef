"""Ports of this machine: which are free."""

import contextlib
import socket

HOST = "127.0.0.1"
_PORTS = 1 << 16


def spare(count: int) -> list[int]:
    """Return ports that nobody listens at, all different."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind((HOST, 0))
        return [probe.getsockname()[1] for probe in probes]


def free(first: int) -> int:
    """Return the first port from *first* on that can be listened at. Raises `OSError` when none can."""
    for port in range(first, _PORTS):
        with contextlib.suppress(OSError):
            refuse_taken(port)
            return port
    raise OSError(f"no port from {first} on is free on {HOST}")


def refuse_taken(port: int) -> None:
    """Raise `OSError` where *port* can't be listened at, `OverflowError` where it is none."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((HOST, port))
