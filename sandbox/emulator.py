"""The emulator: a pair of servers on 127.0.0.1 behind one port, which outlive the command that started them.

Moto has the control planes, ministack the data services, and a router passes each call on (`sandbox/dataplane/`). What
was started, and where, stands in `.sandbox/emulator.json`; logs and data in `.sandbox/emulator/`.

Stopping it empties the cloud, both halves at once. A process that ended otherwise (killed, or the machine restarted) is
brought up by the next start: ministack with what it kept, moto empty, since it keeps nothing; the next deployment finds
what is gone and makes it again.

An emulator is one AWS account, and stacks that don't share an account must not meet in one. The first emulator becomes
the account of whoever deploys there first; other accounts have one each, `emulator-<account>`.
"""

import contextlib
import fcntl
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sandbox.dataplane import processes
from sandbox.dataplane.processes import HOST, ORDER, POLL_SECONDS

DEFAULT_PORT = 5577
ANSWER_SECONDS = 60.0
"""How long a start may take; the pair answers after about 2 s on an idle machine."""
_NAME = "emulator"


class EmulatorError(Exception):
    """The emulator cannot be started or stopped; the message says how to mend it."""


@dataclass(frozen=True, kw_only=True)
class Status:
    """An emulator that was started, by its processes' names (`processes.ORDER`)."""

    pids: Mapping[str, int]
    ports: Mapping[str, int]
    started: str
    """Moment it was started, ISO 8601 in UTC."""
    account: str = ""
    """Whose account it is, by the name of the stack that owns it; empty until something is deployed."""

    @property
    def port(self) -> int:
        """Port that all call."""
        return self.ports["router"]

    @property
    def endpoint(self) -> str:
        """Where AWS answers."""
        return f"http://{HOST}:{self.port}"

    def runs(self, name: str) -> bool:
        """Return whether a process still runs."""
        return name in self.pids and processes.runs(self.pids[name], name, self.ports)


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
    """An emulator of the project in *root*: the first, or with *account* the one that is that account besides it.

    One that *judges* holds functions, and whoever else has a role's credentials, to what the role may do with the data
    services; `test`, everybody else's key, may do all.
    """

    def __init__(self, root: Path, account: str = "", *, judges: bool = False) -> None:
        self._account = account
        self._judges = judges
        self._folder = root / ".sandbox"
        name = f"{_NAME}-{account}" if account else _NAME
        self._record = self._folder / f"{name}.json"
        self.home = self._folder / name
        """Where its logs (`<process>.log`) and its data are."""
        self._started: dict[str, subprocess.Popen[bytes]] = {}

    def status(self) -> Status | None:
        """Return the emulator that `start` left running, whole, or None."""
        recorded = self._recorded()
        return recorded if recorded and not self.lost() else None

    def lost(self) -> list[str]:
        """Return the processes that have ended of an emulator that was not stopped."""
        recorded = self._recorded()
        return [name for name in ORDER if not recorded.runs(name)] if recorded else []

    def start(self, port: int | None = None) -> Status:
        """Return the running emulator, started on *port* when there is none, once it answers.

        Without a port it is on 5577, or on the next that is free: another project's emulator may be there. Of one that
        has lost processes, these are started again where they were.

        Raises `EmulatorError` when it runs on another port, the port is taken, or it does not come up.
        """
        with self._exclusively():
            recorded = self._recorded()
            if recorded and port not in (None, recorded.port) and len(self.lost()) < len(ORDER):
                raise EmulatorError(
                    f"the emulator runs on port {recorded.port} already; stop it first: groot emulator stop"
                )
            if recorded and port in (None, recorded.port):
                return self._bring_up(recorded)
            own = _free_port() if port is None else port
            _refuse_taken(own)
            self._forget()
            ports = {"router": own, **dict(zip(("moto", "ministack"), _spare_ports(2), strict=True))}
            moment = datetime.now(UTC).isoformat(timespec="seconds")
            try:
                return self._bring_up(Status(pids={}, ports=ports, started=moment, account=self._account))
            except EmulatorError:
                self._forget()
                raise

    def claim(self, account: str) -> bool:
        """Make the running emulator *account*'s unless it is another's; returns whether it is *account*'s now."""
        with self._exclusively():
            status = self.status()
            if status and not status.account:
                status = replace(status, account=account)
                self._write(status)
            return status is not None and status.account == account

    def stop(self) -> bool:
        """Stop what `start` started and forget all of it; returns whether anything ran. No other process is touched."""
        with self._exclusively():
            recorded = self._recorded()
            pids = recorded.pids if recorded else {}
            ran = [processes.end(pids[name], name, recorded.ports) for name in ORDER[::-1] if recorded and name in pids]
            for process in self._started.values():
                process.wait()
            self._forget()
            return any(ran)

    def _bring_up(self, status: Status) -> Status:
        """Start the processes that don't run, and wait until all answer."""
        _require_installed()
        self.home.mkdir(exist_ok=True)
        was_there = bool(status.pids)
        missing = [name for name in ORDER if not status.runs(name)]
        try:
            for name in missing:
                self._started[name] = processes.start(name, status.ports, self.home, judges=self._judges)
                status = replace(status, pids={**status.pids, name: self._started[name].pid})
                self._write(status)
            for name in ORDER:
                self._await_answer(status, name)
            if "moto" in missing and was_there:
                _remind(status)
        except (EmulatorError, OSError):
            for name in self._started.keys() & missing:
                self._started[name].kill()
                self._started[name].wait()
            raise
        return status

    def _recorded(self) -> Status | None:
        try:
            status = Status(**json.loads(self._record.read_text(encoding="utf-8")))
            return status if {*status.pids} <= {*ORDER} == {*status.ports} else None
        except (OSError, ValueError, TypeError):
            return None

    def _write(self, status: Status) -> None:
        self._record.write_text(json.dumps(asdict(status)) + "\n", encoding="utf-8")

    def _forget(self) -> None:
        self._record.unlink(missing_ok=True)
        shutil.rmtree(self.home / "data", ignore_errors=True)

    def _await_answer(self, status: Status, name: str) -> None:
        deadline = time.monotonic() + ANSWER_SECONDS
        log = self.home / f"{name}.log"
        while not processes.answers(name, status.ports[name], ANSWER_SECONDS):
            own = self._started.get(name)
            if not (own.poll() is None if own else status.runs(name)):
                raise EmulatorError(f"the emulator ended at once: {_last_words(log)} (all of it: {log})")
            if time.monotonic() > deadline:
                raise EmulatorError(f"the emulator does not answer after {ANSWER_SECONDS:.0f} s; see {log}")
            time.sleep(POLL_SECONDS)

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


def _require_installed() -> None:
    missing = [name for name in ("dataplane", "runtime") if not processes.interpreter(name).exists()]
    if missing:
        targets = " ".join(f".venv/{name}/.installed" for name in missing)
        raise EmulatorError(f"the emulator is not installed whole; install the rest of it: make {targets}")


def _remind(status: Status) -> None:
    from sandbox.dataplane.reminding import remind  # here, since boto3 takes longer to load than a start without it

    moto, ministack = (f"http://{HOST}:{status.ports[name]}" for name in ("moto", "ministack"))
    remind(moto, ministack)


def _last_words(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def _spare_ports(count: int) -> list[int]:
    """Return ports that nobody listens at, all different."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind((HOST, 0))
        return [probe.getsockname()[1] for probe in probes]


def _free_port() -> int:
    for port in range(DEFAULT_PORT, 1 << 16):
        with contextlib.suppress(EmulatorError):
            _refuse_taken(port)
            return port
    raise EmulatorError(f"no port from {DEFAULT_PORT} on is free on {HOST}")


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
