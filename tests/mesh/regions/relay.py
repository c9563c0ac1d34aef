"""Connections carried between network namespaces, and between them and this machine's own.

An API server listens on this machine's loopback alone. Its clients in a region reach it at their node; what it calls
itself, webhooks, it asks of a proxy on a socket of this machine, which calls from the node: as managed clusters do
(Kubernetes, "Set up Konnectivity service": an egress selector that speaks HTTP's CONNECT).
"""

import selectors
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from tests.mesh.regions.namespaces import Namespace

_CHUNK_BYTES: Final = 65536
_CONNECT_SECONDS: Final = 5
_CONNECTED: Final = b"HTTP/1.1 200 Connection established\r\n\r\n"


def carry(listening: socket.socket, dial: Callable[[], socket.socket]) -> None:
    """Carry what connects to *listening* to what *dial* returns, until *listening* is closed."""
    _serve(listening, lambda _accepted: dial())


def carry_asked(listening: socket.socket, origin: Namespace) -> None:
    """Carry what connects to *listening* to where it asks by CONNECT, calling from *origin*."""

    def dial(accepted: socket.socket) -> socket.socket:
        target = _asked(accepted)
        found = origin.within(lambda: socket.create_connection(target, _CONNECT_SECONDS))
        accepted.sendall(_CONNECTED)
        return found

    _serve(listening, dial)


def unix_listener(path: Path) -> socket.socket:
    """Return a socket that listens at *path*."""
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(path))
    listening.listen()
    return listening


def _asked(accepted: socket.socket) -> tuple[str, int]:
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        read = accepted.recv(1)
        if not read:
            raise OSError("the caller went before it asked")
        head += read
    host, _, port = head.split()[1].decode().rpartition(":")
    return host, int(port)


def _serve(listening: socket.socket, dial: Callable[[socket.socket], socket.socket]) -> None:
    def accept() -> None:
        with suppress(OSError):
            while True:
                accepted, _ = listening.accept()
                threading.Thread(target=_join, args=(accepted, dial), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()


def _join(accepted: socket.socket, dial: Callable[[socket.socket], socket.socket]) -> None:
    with accepted, suppress(OSError), dial(accepted) as dialled, selectors.DefaultSelector() as ready:
        accepted.settimeout(None)
        dialled.settimeout(None)
        ready.register(accepted, selectors.EVENT_READ, dialled)
        ready.register(dialled, selectors.EVENT_READ, accepted)
        while ready.get_map():
            for key, _ in ready.select():
                source, sink = key.fileobj, key.data
                assert isinstance(source, socket.socket)
                if data := source.recv(_CHUNK_BYTES):
                    sink.sendall(data)
                else:
                    ready.unregister(source)
                    with suppress(OSError):
                        sink.shutdown(socket.SHUT_WR)
