"""Network namespaces: made, joined by cables, and entered by a thread for as long as it takes to open a socket.

A socket stays in the namespace that it was made in (Linux, setns(2), network_namespaces(7)); so a test's own process
speaks from any of them, and nothing of it listens anywhere else.
"""

import ctypes
import shutil
import subprocess
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

_CLONE_NEWNET: Final = 0x40000000
_HELD: Final = Path("/run/netns")
_MAX_INTERFACE_LENGTH: Final = 15
"""Of an interface's name, in bytes (Linux, netdevice(7): IFNAMSIZ with the closing zero)."""

T = TypeVar("T")


def missing() -> str | None:
    """Return in one line what this machine lacks for namespaces, or None."""
    for program in ("ip", "nft", "iptables", "unshare", "nsenter", "setpriv"):
        if shutil.which(program) is None:
            return f"no `{program}` here (Debian: iproute2, nftables, iptables, util-linux)"
    tried = subprocess.run(["unshare", "--net", "--mount", "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        return f"network namespaces can't be made here, which root may: {tried.stderr.strip()}"
    return None


class Namespace:
    """One network namespace, whose loopback is up."""

    def __init__(self, name: str) -> None:
        self.name = name
        run("ip", "netns", "add", name)
        self.run("ip", "link", "set", "lo", "up")

    @property
    def path(self) -> Path:
        """File that stands for it."""
        return _HELD / self.name

    def run(self, *command: str, given: str | None = None) -> str:
        """Run *command* within and return what it prints."""
        return run(*self.entering(command), given=given)

    def entering(self, command: Sequence[str]) -> list[str]:
        """Return *command* as it is run within."""
        return ["nsenter", f"--net={self.path}", *command]

    def within(self, act: Callable[[], T]) -> T:
        """Return what *act* returns in a thread of this namespace, which ends with it."""
        results: list[T] = []
        faults: list[BaseException] = []

        def enter() -> None:
            try:
                _enter(self.path)
                results.append(act())
            except BaseException as fault:  # noqa: BLE001 - raised again where it was called
                faults.append(fault)

        thread = threading.Thread(target=enter)
        thread.start()
        thread.join()
        if faults:
            raise faults[0]
        return results[0]

    def delete(self) -> None:
        """Remove it, with its interfaces."""
        run("ip", "netns", "delete", self.name)


def cable(one: Namespace, one_end: str, other: Namespace, other_end: str) -> None:
    """Join two namespaces by a pair of interfaces of these names, both up."""
    assert max(len(one_end), len(other_end)) <= _MAX_INTERFACE_LENGTH
    one.run("ip", "link", "add", one_end, "type", "veth", "peer", "name", other_end, "netns", str(other.path))
    one.run("ip", "link", "set", one_end, "up")
    other.run("ip", "link", "set", other_end, "up")


def run(*command: str, given: str | None = None) -> str:
    """Run *command*, with *given* as its input, and return what it prints; a failure says what it said."""
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr.strip() or done.stdout.strip()}"
    return done.stdout


def _enter(path: Path) -> None:
    """Move this thread into the namespace of *path*; Python has it itself from 3.12 on."""
    libc = ctypes.CDLL(None, use_errno=True)
    with path.open() as held:
        if libc.setns(held.fileno(), _CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), f"setns {path}")
