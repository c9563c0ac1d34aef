"""The emulator: a pair of servers on 127.0.0.1 behind one port, which outlive the command that started them.

Moto has the control planes, ministack the data services, and a router passes each call on (`sandbox/dataplane/`). What
was started, and where, stands in `.sandbox/emulator.json`; logs and data in `.sandbox/emulator/`.

However a process ended (stopped, killed, or the machine restarted), the next start brings it up: ministack with its
data, moto empty, since it keeps nothing; the next deployment finds what is gone and makes it again. Only a reset
empties the cloud, both halves at once.

An emulator is one AWS account, and stacks that don't share an account must not meet in one. The first emulator becomes
the account of whoever deploys there first, until it is reset; other accounts have one each, `emulator-<account>`. It
keeps its port, too, which URLs in its data name (queues', first of all).
"""

import contextlib
import fcntl
import json
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sandbox.dataplane import ports, postgresql, processes
from sandbox.dataplane.processes import BEHIND, HOST, ORDER, POLL_SECONDS

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
    """Of those that were started; empty when it was stopped."""
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
        known = self.known()
        return known if known and known.pids and not self.lost() else None

    def lost(self) -> list[str]:
        """Return the processes that have ended of an emulator that was not stopped."""
        known = self.known()
        return [name for name in ORDER if not known.runs(name)] if known and known.pids else []

    def known(self) -> Status | None:
        """Return the emulator that was started, whether it runs or has been stopped; None before, and after a reset."""
        try:
            status = Status(**json.loads(self._record.read_text(encoding="utf-8")))
            return status if {*status.pids} <= {*ORDER} == {*status.ports} else None
        except (OSError, ValueError, TypeError):
            return None

    def start(self, port: int | None = None) -> Status:
        """Return the running emulator, started on *port* when there is none, once it answers.

        Without a port it is on 5577, or on the next that is free: another project's emulator may be there. One that was
        stopped is where it was. Of one that has lost processes, these are started again.

        Raises `EmulatorError` when it is at another port, the port is taken, or it does not come up.
        """
        with self._exclusively():
            known = self.known()
            if known and port not in (None, known.port):
                raise EmulatorError(_elsewhere(known))
            if known and any(known.runs(name) for name in ORDER):
                return self._bring_up(known)
            own = known.port if known else ports.free(DEFAULT_PORT) if port is None else port
            self._refuse_taken(own, is_kept=known is not None)
            if not known:
                self._forget()
            spare = zip(BEHIND, ports.spare(len(BEHIND)), strict=True)
            moment = datetime.now(UTC).isoformat(timespec="seconds")
            account = known.account if known else self._account
            fresh = Status(pids={}, ports={"router": own, **dict(spare)}, started=moment, account=account)
            try:
                return self._bring_up(fresh)
            except EmulatorError:
                if not known:
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
        """Stop what `start` started, whose data stay; returns whether anything ran. No other process is touched."""
        with self._exclusively():
            return self._stop()

    def reset(self) -> bool:
        """Stop it and forget all of it, whose account it is included; returns whether there was anything."""
        with self._exclusively():
            known = self.known()
            self._stop()
            self._forget()
            return known is not None

    def _stop(self) -> bool:
        known = self.known()
        if not known:
            return False
        ran = [processes.end(known.pids[name], name, known.ports) for name in ORDER[::-1] if name in known.pids]
        for process in self._started.values():
            process.wait()
        shutil.rmtree(self.home / "data" / processes.TEMPORARY, ignore_errors=True)
        self._write(replace(known, pids={}))
        return any(ran)

    def _refuse_taken(self, port: int, *, is_kept: bool) -> None:
        try:
            ports.refuse_taken(port)
        except OSError as error:
            mend = (
                "it keeps data in which that port stands; end what is there, or empty it: groot emulator reset"
                if is_kept
                else f"choose another: groot emulator start --port {port + 1}"
            )
            raise EmulatorError(f"port {port} on {HOST} cannot be used ({error.strerror}); {mend}") from None
        except OverflowError:
            raise EmulatorError(f"{port} is not a port; expected 1 to 65535") from None

    def _bring_up(self, status: Status) -> Status:
        """Start the processes that don't run, and wait until all answer."""
        _require_installed()
        self.home.mkdir(exist_ok=True)
        has_data = (self.home / "data").exists()
        missing = [name for name in ORDER if not status.runs(name)]
        try:
            for name in missing:
                self._started[name] = processes.start(name, status.ports, self.home, judges=self._judges)
                status = replace(status, pids={**status.pids, name: self._started[name].pid})
                self._write(status)
            for name in ORDER:
                self._await_answer(status, name)
            if "moto" in missing and has_data:
                _remind(status)
        except (EmulatorError, OSError):
            for name in self._started.keys() & missing:
                self._started[name].kill()
                self._started[name].wait()
            raise
        return status

    def _write(self, status: Status) -> None:
        self._record.write_text(json.dumps(asdict(status)) + "\n", encoding="utf-8")

    def _forget(self) -> None:
        self._record.unlink(missing_ok=True)
        postgresql.remove(self.home / "data")
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
    """Return every emulator that was started in the project in *root* and not reset, the first one first."""
    others = sorted((root / ".sandbox").glob(f"{_NAME}-*.json"))
    return [Emulator(root), *(Emulator(root, file.stem.removeprefix(f"{_NAME}-")) for file in others)]


def _require_installed() -> None:
    missing = [name for name in ("dataplane", "runtime") if not processes.interpreter(name).exists()]
    if missing:
        raise EmulatorError(f"the emulator lacks {' and '.join(missing)}; install the rest: groot emulator install")


def _remind(status: Status) -> None:
    from sandbox.dataplane.reminding import remind  # here, since boto3 takes longer to load than a start without it

    moto, ministack = (f"http://{HOST}:{status.ports[name]}" for name in ("moto", "ministack"))
    remind(moto, ministack)


def _last_words(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def _elsewhere(known: Status) -> str:
    if any(known.runs(name) for name in ORDER):
        return f"the emulator runs on port {known.port} already; start it without --port"
    return (
        f"the emulator keeps data in which its port, {known.port}, stands; start it without --port, "
        "or empty it first: groot emulator reset"
    )
