"""The emulator: a moto server on 127.0.0.1 that outlives the command which started it.

It holds everything in memory, so stopping it empties the cloud. What was started, and where, stands in
`.sandbox/emulator.json`; its own words in `.sandbox/emulator.log`.

An emulator is one AWS account, and stacks that don't share an account must not meet in one. The first emulator becomes
the account of whoever deploys there first; other accounts have one each, `emulator-<account>`.
"""

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sandbox import isolation

HOST = "127.0.0.1"
DEFAULT_PORT = 5577
ANSWER_SECONDS = 60.0
"""How long a start may take; moto answers after about 2 s on an idle machine."""
STOP_SECONDS = 10.0
"""How long a stop may take before the process is killed."""
POLL_SECONDS = 0.05
_NAME = "emulator"
_SERVER = Path(__file__).with_name("moto_server.py")
SETTINGS = {
    "MOTO_ACM_VALIDATION_WAIT": "0",
    "MOTO_EC2_LOAD_DEFAULT_AMIS": "false",
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
}
"""Certificates are issued at once; AWS's managed policies exist; its public machine images don't.

Moto documentation, "Configuration Options > Environment Variables".
"""


class EmulatorError(Exception):
    """The emulator cannot be started or stopped; the message says how to mend it."""


@dataclass(frozen=True, kw_only=True)
class Status:
    """An emulator that runs."""

    pid: int
    port: int
    started: str
    """Moment it was started, ISO 8601 in UTC."""
    account: str = ""
    """Whose account it is, by the name of the stack that owns it; empty until something is deployed."""

    @property
    def endpoint(self) -> str:
        """Where AWS answers."""
        return f"http://{HOST}:{self.port}"


def environment(endpoint: str, region: str = "us-east-1") -> dict[str, str]:
    """Return the variables that point the aws command, any SDK and the stock engine's provider at *endpoint*."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


class Emulator:
    """An emulator of the project in *root*: the first, or with *account* the one that is that account besides it."""

    def __init__(self, root: Path, account: str = "") -> None:
        self._account = account
        self._folder = root / ".sandbox"
        name = f"{_NAME}-{account}" if account else _NAME
        self._record = self._folder / f"{name}.json"
        self.log = self._folder / f"{name}.log"
        self._process: subprocess.Popen[bytes] | None = None

    def status(self) -> Status | None:
        """Return the emulator that `start` left running, or None."""
        try:
            status = Status(**json.loads(self._record.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return status if _runs(status) else None

    def start(self, port: int | None = None) -> Status:
        """Return the running emulator, started on *port* when there is none, once it answers.

        Without a port the first is on 5577, any other on the next that is free.

        Raises `EmulatorError` when it runs on another port, the port is taken, or it does not come up.
        """
        with self._exclusively():
            status = self.status()
            if status is None:
                return self._start(self._usual_port() if port is None else port)
            if port not in (None, status.port):
                raise EmulatorError(
                    f"the emulator runs on port {status.port} already; stop it first: groot emulator stop"
                )
            self._await_answer(status, lambda: _runs(status))
            return status

    def claim(self, account: str) -> bool:
        """Make the running emulator *account*'s unless it is another's; returns whether it is *account*'s now."""
        with self._exclusively():
            status = self.status()
            if status and not status.account:
                status = replace(status, account=account)
                self._write(status)
            return status is not None and status.account == account

    def stop(self) -> bool:
        """Stop what `start` started and forget it; returns whether anything ran. No other process is touched."""
        with self._exclusively():
            status = self.status()
            if status:
                _end(status)
            if self._process:
                self._process.wait()
            self._record.unlink(missing_ok=True)
            return status is not None

    def _usual_port(self) -> int:
        return _free_port() if self._account else DEFAULT_PORT

    def _start(self, port: int) -> Status:
        _refuse_taken(port)
        with self.log.open("wb") as log:
            self._process = process = subprocess.Popen(  # noqa: S603 - this interpreter, arguments of ours
                _command(port),
                cwd=self._folder,
                env=isolation.environment() | SETTINGS | {"MOTO_PORT": str(port)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        started = datetime.now(UTC).isoformat(timespec="seconds")
        status = Status(pid=process.pid, port=port, started=started, account=self._account)
        self._write(status)
        try:
            self._await_answer(status, lambda: process.poll() is None)
        except EmulatorError:
            process.kill()
            process.wait()
            self._record.unlink(missing_ok=True)
            raise
        return status

    def _write(self, status: Status) -> None:
        self._record.write_text(json.dumps(asdict(status)) + "\n", encoding="utf-8")

    def _await_answer(self, status: Status, alive: Callable[[], bool]) -> None:
        deadline = time.monotonic() + ANSWER_SECONDS
        while not _answers(status):
            if not alive():
                raise EmulatorError(f"the emulator ended at once: {self._last_words()} (all of it: {self.log})")
            if time.monotonic() > deadline:
                raise EmulatorError(f"the emulator does not answer after {ANSWER_SECONDS:.0f} s; see {self.log}")
            time.sleep(POLL_SECONDS)

    def _last_words(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"

    @contextlib.contextmanager
    def _exclusively(self) -> Iterator[None]:
        """Hold off another start or stop in the same project."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with (self._folder / "emulator.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
        except OSError as error:
            raise EmulatorError(f"cannot keep the emulator's files in {self._folder}: {error}") from None


def emulators(root: Path) -> list[Emulator]:
    """Return every emulator that was started in the project in *root*, the first one first."""
    others = sorted((root / ".sandbox").glob(f"{_NAME}-*.json"))
    return [Emulator(root), *(Emulator(root, file.stem.removeprefix(f"{_NAME}-")) for file in others)]


def _command(port: int) -> list[str]:
    return [sys.executable, "-P", str(_SERVER), "-H", HOST, "-p", str(port)]


def _runs(status: Status) -> bool:
    """Return whether the process is still the one that was started, and not another that got its number."""
    return _command_line(status.pid).endswith(" ".join(_command(status.port)[1:]))


def _command_line(pid: int) -> str:
    """Return a process's command line; empty when it has ended."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").rstrip("\0").replace("\0", " ")
        except OSError:
            return ""
    listed = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603, S607 - no shell; ps is on every POSIX system
    return listed.stdout.strip()


def _end(status: Status) -> None:
    deadline = time.monotonic() + STOP_SECONDS
    with contextlib.suppress(ProcessLookupError):
        os.kill(status.pid, signal.SIGTERM)
        while _runs(status):
            if time.monotonic() > deadline:
                os.kill(status.pid, signal.SIGKILL)
            time.sleep(POLL_SECONDS)


def _answers(status: Status) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{status.endpoint}/moto-api/", timeout=ANSWER_SECONDS):
            return True
    except OSError:
        return False


def _free_port() -> int:
    for port in range(DEFAULT_PORT + 1, 1 << 16):
        with contextlib.suppress(EmulatorError):
            _refuse_taken(port)
            return port
    raise EmulatorError(f"no port from {DEFAULT_PORT + 1} on is free on {HOST}")


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise EmulatorError(
                f"port {port} on {HOST} cannot be used ({error.strerror}); choose another: "
                f"groot emulator start --port {port + 1}"
            ) from None
        except OverflowError:
            raise EmulatorError(f"{port} is not a port; expected 1 to 65535") from None
