"""The stack lock: one run at a time, freed by the kernel when its holder dies."""

import fcntl
import getpass
import json
import os
import shlex
import socket
import sys
from pathlib import Path

from sandbox.state.checkpoint import now
from sandbox.state.errors import LockError


class StackLock:
    """An exclusive lock on a stack, held through `path`, which says who holds it."""

    def __init__(self, path: Path, stack: str) -> None:
        self._path = path
        self._stack = stack
        self._descriptor = -1

    def acquire(self) -> None:
        """Take the lock, or raise `LockError` naming the holder."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _describe(os.pread(descriptor, 4096, 0))
            os.close(descriptor)
            raise LockError(
                f"stack {self._stack} is in use by {holder}; wait for that run to end, or stop it"
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(_holder()).encode(), 0)
        self._descriptor = descriptor

    def release(self) -> None:
        """Free the lock. The file stays: removing it would let two runs hold two files of one name."""
        os.ftruncate(self._descriptor, 0)
        os.close(self._descriptor)


def _holder() -> dict[str, object]:
    return {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "user": _user(),
        "since": now(),
        "command": shlex.join([Path(sys.argv[0]).name, *sys.argv[1:]]),
    }


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def _describe(text: bytes) -> str:
    try:
        holder = json.loads(text)
        return (
            f"`{holder['command']}` (process {holder['pid']} of {holder['user']} on {holder['host']}, "
            f"since {holder['since']})"
        )
    except (ValueError, KeyError, TypeError):
        return "another run"
