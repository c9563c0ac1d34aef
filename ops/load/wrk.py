"""Runs wrk, an HTTP benchmarking tool that measures every request, on the sandbox's API."""

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ops.request import OperationError

CONNECTIONS: Final = 4
"""Requests that may be under way at once."""
TIMEOUT_SECONDS: Final = 29
"""As long as API Gateway waits for what answers (its quotas, "Integration timeout")."""
_SCRIPT: Final = Path(__file__).with_name("requests.lua")


@dataclass(frozen=True, kw_only=True)
class Load:
    """What is sent, and where."""

    kind: str
    """`read` or `append`."""
    url: str
    """Of the API, without a path."""
    headers: Mapping[str, str]
    rate: float
    """Requests a second."""
    seconds: int
    streams: str
    """What the streams that are read or begun have names of."""
    count: int
    """How many there are to read."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What came of a load, as its sender saw it."""

    kind: str
    asked_rate: float
    requests: int
    seconds: float
    percentiles_ms: Mapping[int, float]
    max_ms: float
    failed: int
    """Answers of 400 and more, and requests without one."""
    statuses: Mapping[str, int]
    """Of the answers that were refusals or faults, how many of each."""

    @property
    def rate(self) -> float:
        """Return answers a second."""
        return self.requests / self.seconds

    @property
    def error_percent(self) -> float:
        """Return the share of what was sent that failed."""
        return 100 * self.failed / max(self.requests, self.failed, 1)


def find() -> str:
    """Return wrk's path.

    Raises:
        OperationError: it isn't installed.
    """
    if found := shutil.which("wrk"):
        return found
    raise OperationError("load is made by wrk, and there is none; install it (Debian: apt-get install wrk)")


def run(load: Load) -> Measured:
    """Send *load*, and return what was measured.

    Raises:
        OperationError: wrk isn't installed, or fails.
    """
    how = [find(), "-t1", f"-c{CONNECTIONS}", f"-d{load.seconds}s", f"--timeout={TIMEOUT_SECONDS}s", f"-s{_SCRIPT}"]
    sent = [part for name, value in load.headers.items() for part in ("-H", f"{name}: {value}")]
    what = [load.kind, str(load.rate), load.streams, str(load.count)]
    ran = subprocess.run([*how, *sent, load.url, "--", *what], capture_output=True, text=True, check=False)  # noqa: S603 - no shell
    try:
        told = json.loads(ran.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        raise OperationError(f"wrk failed: {' '.join((ran.stderr or ran.stdout).split())[-200:]}") from None
    return Measured(
        kind=load.kind,
        asked_rate=load.rate,
        requests=told["requests"],
        seconds=told["seconds"],
        percentiles_ms={int(name): value for name, value in told["percentiles"].items()},
        max_ms=told["max"],
        failed=told["failed"] + told["lost"],
        statuses=Counter(told["statuses"].split()),
    )
