"""Programs that run for as long as a test needs them."""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import urllib3
from kubernetes import client

READY_SECONDS = 90
"""How long a server may take on a busy machine; alone it needs about four."""
LOOK_SECONDS = 0.1


@dataclass
class Process:
    """A program, its options, and the folder that it writes its log to."""

    name: str
    program: Path
    options: Mapping[str, object]
    folder: Path
    variables: Mapping[str, str] = field(default_factory=dict[str, str])
    running: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.folder / f"{self.name}.log"

    def ended(self, seconds: float) -> bool:
        """Return whether it ends within *seconds*."""
        assert self.running
        with suppress(subprocess.TimeoutExpired):
            self.running.wait(seconds)
        return self.running.returncode is not None


@contextmanager
def started(process: Process) -> Iterator[Process]:
    """Run *process* with no variables but its own, and end it."""
    options = [f"--{name}={value}" for name, value in process.options.items()]
    variables = {"PATH": os.environ["PATH"], "HOME": str(process.folder), **process.variables}
    with process.log.open("wb") as log:
        process.running = subprocess.Popen(
            [str(process.program), *options], cwd=process.folder, env=variables, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        process.running.kill()  # at once: nothing of it is kept
        process.running.wait()


def until_it_answers(process: Process, url: str, known_by: client.Configuration) -> None:
    """Wait until *process* answers at *url* that it is ready."""
    until = time.monotonic() + READY_SECONDS
    pool = urllib3.PoolManager(
        ca_certs=known_by.ssl_ca_cert, cert_file=known_by.cert_file, key_file=known_by.key_file, retries=False
    )
    while True:
        with suppress(urllib3.exceptions.HTTPError):
            if pool.request("GET", url, timeout=LOOK_SECONDS * 10).status == 200:
                return
        if process.ended(LOOK_SECONDS) or time.monotonic() > until:
            raise AssertionError(f"{process.name}: {process.log.read_text(errors='replace')[-2000:]}")
