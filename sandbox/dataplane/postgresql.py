"""One PostgreSQL server of this machine's own binaries, which holds a database for each shard.

It listens at a socket in its own folder alone, which nobody else may enter, and so asks nobody for a password. It knows
nothing of this program's environment. Started when the first shard is asked for, it costs nothing before.
"""

import asyncio
import contextlib
import os
import pwd
import shutil
import signal
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sandbox.dataplane.backend import BackendError, connect

MISSING: Final = "PostgreSQL is not installed; records need it: apt install postgresql"
OWNER: Final = "groot"
"""Superuser of the server, whom the front makes databases as."""
SOCKET: Final = ".s.PGSQL.5432"
"""In the server's folder (PostgreSQL, "unix_socket_directories")."""
START_SECONDS: Final = 30.0
SETTINGS: Final = {
    "listen_addresses": "",
    "unix_socket_directories": ".",
    "shared_buffers": "16MB",
    "wal_buffers": "1MB",
    "max_wal_size": "64MB",
    "min_wal_size": "32MB",
    "max_connections": "100",
    "wal_level": "logical",
    "fsync": "off",
    "log_statement": "ddl",
}
"""Lean, and as the shards' own parameters where these show (components/data/database_region.py). What is written
outlives the server's processes, and not the machine's loss of power."""
FOUNDING: Final = (
    "CREATE ROLE rds_iam NOLOGIN",
    "CREATE ROLE rds_superuser NOLOGIN CREATEROLE",
    "GRANT rds_iam TO rds_superuser WITH ADMIN OPTION",
)
"""What a new server is told: the roles that RDS has beyond PostgreSQL's (Amazon Aurora User Guide, "Understanding
PostgreSQL roles and permissions")."""
_DEBIAN: Final = Path("/usr/lib/postgresql")
_LASTING: Final = Path("/var/tmp")  # noqa: S108 - folders in it are made by mkdtemp


class NoServerError(Exception):
    """There is no server, in one line."""


def binaries() -> Path | None:
    """Return the folder of the newest PostgreSQL on this machine, or None."""
    debian = sorted(_DEBIAN.glob("[0-9]*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)
    found = shutil.which("postgres")
    folders = [*debian, *([Path(found).resolve().parent] if found else [])]
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


def programs() -> frozenset[str]:
    """Return what the process in front of the server may start."""
    folder = binaries()
    names = [str(folder / name) for name in ("initdb", "pg_ctl", "postgres")] if folder else []
    return frozenset(filter(None, [*names, shutil.which("setpriv")]))


def remove(data: Path) -> None:
    """Remove what the server keeps outside of *data*: all of it where root's own folders are closed to it."""
    link = data / "postgresql"
    if link.is_symlink():
        shutil.rmtree(link.readlink(), ignore_errors=True)


class Server:
    """The server whose data is in *data*."""

    def __init__(self, data: Path) -> None:
        self._link = data / "postgresql"
        self._log = data / "postgresql.log"
        self._process: asyncio.subprocess.Process | None = None
        self._lock = asyncio.Lock()

    @property
    def socket(self) -> str:
        """Path of its socket, from the folder of this process, since such a path has 107 bytes at most."""
        return os.path.relpath(self._link / SOCKET)

    async def start(self) -> None:
        """Have it running.

        Raises:
            NoServerError: there is none on this machine, or it doesn't start.
        """
        async with self._lock:
            if self._process and self._process.returncode is None:
                return
            folder = binaries()
            if not folder:
                raise NoServerError(MISSING)
            place = self._place()
            if not (place / "PG_VERSION").exists():
                given = ["-A", "trust", "-U", OWNER, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
                await self._run(str(folder / "initdb"), "-D", str(place), *given)
            if (place / "postmaster.pid").exists():  # of a server that its front died before
                with contextlib.suppress(NoServerError):
                    await self._run(str(folder / "pg_ctl"), "-D", str(place), "-m", "fast", "stop")
            settings = [f"-c{name}={value}" for name, value in SETTINGS.items()]
            self._process = await self._begin(str(folder / "postgres"), "-D", str(place), *settings)
            await self._await_answer()

    async def stop(self) -> None:
        """Stop it, whoever is connected (PostgreSQL, "Shutting Down the Server", fast)."""
        if self._process and self._process.returncode is None:
            self._process.send_signal(signal.SIGINT)
            await self._process.wait()

    def _place(self) -> Path:
        """Return the folder of its data: in *data*, or where an unprivileged user gets to, if that is root's."""
        if not os.getuid() and not self._link.exists():
            self._link.unlink(missing_ok=True)
            made = tempfile.mkdtemp(prefix="groot-postgresql-", dir=_LASTING)
            shutil.chown(made, _unprivileged())
            self._link.symlink_to(made)
        return self._link.resolve()

    async def _await_answer(self) -> None:
        try:
            async with asyncio.timeout(START_SECONDS):
                while True:
                    try:
                        async with connect(self.socket, OWNER, "postgres") as backend:
                            if await backend.rows("SELECT FROM pg_roles WHERE rolname = 'rds_iam'") == 0:
                                for statement in FOUNDING:
                                    await backend.rows(statement)
                            return
                    except (BackendError, OSError):
                        if self._process and self._process.returncode is not None:
                            raise NoServerError(f"PostgreSQL ended at once: {self._last_words()}") from None
                        await asyncio.sleep(0.02)
        except TimeoutError:
            raise NoServerError(f"PostgreSQL does not answer: {self._last_words()}") from None

    async def _run(self, *command: str) -> None:
        process = await self._begin(*command)
        if await process.wait():
            raise NoServerError(f"{Path(command[0]).name} failed: {self._last_words()}")

    async def _begin(self, *command: str) -> asyncio.subprocess.Process:
        with self._log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *_lowered(command),
                cwd=self._place(),
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def _last_words(self) -> str:
        lines = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"


def _lowered(command: Sequence[str]) -> list[str]:
    """Return *command* as it runs without root's rights, which PostgreSQL refuses, and ends with this process."""
    setpriv = shutil.which("setpriv")
    if not os.getuid() and not setpriv:
        raise NoServerError("PostgreSQL does not run as root, and there is no setpriv here: apt install util-linux")
    ends = ["--pdeathsig=INT"] if command[0].endswith("/postgres") else []
    user = pwd.getpwnam(_unprivileged()) if not os.getuid() else None
    lowers = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"] if user else []
    return [setpriv, *lowers, *ends, *command] if setpriv and (lowers or ends) else list(command)


def _unprivileged() -> str:
    known = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
