"""PostgreSQL clusters of this machine's own binaries, on ports of 127.0.0.1, for as long as a session lasts."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pg8000.native import Connection

from functions._shared.shard_table import Address

BINARIES = Path("/usr/lib/postgresql/15/bin")
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "16MB",
    "max_connections": "60",
    "wal_level": "logical",
    "wal_retrieve_retry_interval": "100ms",  # of subscriptions that begin to copy
    "unix_socket_directories": "",
    "autovacuum": "off",
    "log_statement": "ddl",  # as on AWS
}
USER = "groot"
"""Superuser of the clusters; there is no password on 127.0.0.1."""


@dataclass
class Cluster:
    """One cluster, which can be stopped and started again."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> Address:
        return Address(host="127.0.0.1", port=self.port, region="eu-west-1")

    def start(self) -> None:
        settings = [f"-c{name}={value}" for name, value in {**SETTINGS, "port": str(self.port)}.items()]
        command = _unprivileged([str(BINARIES / "postgres"), "-D", str(self.folder), *settings])
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        until = time.monotonic() + 20
        while True:
            try:
                self.connect("postgres").close()
                return
            except Exception as fault:
                if self.process.poll() is not None or time.monotonic() > until:
                    raise AssertionError((self.folder / "log").read_text()[-2000:]) from fault
                time.sleep(0.02)

    def stop(self) -> None:
        """At once, as a crash would."""
        if self.process:
            self.process.send_signal(3)
            self.process.wait()
            self.process = None

    def connect(self, database: str) -> Connection:
        return Connection(USER, host="127.0.0.1", port=self.port, database=database, ssl_context=False, timeout=20)


@contextmanager
def clusters(count: int) -> Iterator[Sequence[Cluster]]:
    """Start *count* empty clusters and yield them."""
    assert BINARIES.exists(), "no PostgreSQL 15 here, and the shards are tested on it: apt install postgresql"
    with TemporaryDirectory(prefix="clusters-") as name, ExitStack() as stack:
        root = Path(name)
        _give_away(root)
        first = root / "0"
        command = [str(BINARIES / "initdb"), "-D", str(first), "--no-sync", "-A", "trust", "-U", USER, "-E", "UTF8"]
        subprocess.run(_unprivileged([*command, "--locale=C.UTF-8"]), check=True, capture_output=True)
        found: list[Cluster] = []
        for number, port in enumerate(_free_ports(count)):
            folder = root / str(number)
            if number:
                subprocess.run(["cp", "-a", str(first), str(folder)], check=True)
            cluster = Cluster(folder=folder, port=port)
            found.append(cluster)
        for cluster in found:
            stack.callback(cluster.stop)
            cluster.start()
        yield found


def _unprivileged(command: Sequence[str]) -> list[str]:
    """PostgreSQL refuses to run as root."""
    if os.getuid():
        return list(command)
    setpriv = shutil.which("setpriv")
    assert setpriv, "PostgreSQL doesn't run as root, and there is no setpriv here: apt install util-linux"
    return [setpriv, "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]


def _give_away(folder: Path) -> None:
    if not os.getuid():
        shutil.chown(folder, "nobody")
        folder.chmod(0o700)


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
