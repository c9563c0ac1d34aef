"""The emulator's processes: what each is started with, how it is known again, asked whether it is well, and ended."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sandbox import isolation
from sandbox.dataplane.authority import CERTIFICATE

HOST: Final = "127.0.0.1"
ACCOUNT: Final = "123456789012"
"""The account that an emulator is; moto's own default."""
BEHIND: Final = ("moto", "databases", "ministack")
ORDER: Final = (*BEHIND, "router")
"""Names, in the order in which they are started; they are stopped in the other."""
HEALTH: Final = {"moto": "/moto-api/", "databases": "/", "ministack": "/_ministack/health", "router": "/moto-api/"}
"""Where each answers when it is well; the router by passing a call on."""
ENVIRONMENTS: Final = Path(sys.prefix)
"""Where the environments `dataplane` and `runtime` are: within this program's."""
TEMPORARY: Final = "temporary"
"""Folder of the data for what a process makes anew: functions as they are unpacked."""
STOP_SECONDS: Final = 60.0
"""How long a stop, with which ministack saves its state, may take before the process is killed."""
POLL_SECONDS: Final = 0.05
_SANDBOX = Path(__file__).parents[1]
_MOTO: Final = {
    "MOTO_ACM_VALIDATION_WAIT": "0",
    "MOTO_EC2_LOAD_DEFAULT_AMIS": "false",
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
}
"""Certificates are issued at once; AWS's managed policies exist; its public machine images don't.

Moto documentation, "Configuration Options > Environment Variables".
"""
_MINISTACK: Final = {
    "BIND_HOST": HOST,
    "IOT_MTLS_ENABLED": "0",
    "SFTP_ENABLED": "0",
    "MINISTACK_HOST": "localhost",
    "MINISTACK_ACCOUNT_ID": ACCOUNT,
    "PERSIST_STATE": "1",
    "S3_PERSIST": "1",
    "LOG_LEVEL": "WARNING",
    "MALLOC_MMAP_THRESHOLD_": "1048576",
}
"""No listener but the one; APIs are hosts below `localhost`; what it holds outlives its process (ministack, README).
What is large, as archives are, goes back to the system once it isn't needed (mallopt(3), M_MMAP_THRESHOLD)."""


def interpreter(environment: str) -> Path:
    """Return the Python of an environment within this program's."""
    return ENVIRONMENTS / environment / "bin" / "python"


def command(name: str, ports: Mapping[str, int]) -> list[str]:
    """Return the command line of a process, given the ports of all."""
    own = str(ports[name])
    if name == "moto":
        return [sys.executable, "-P", str(_SANDBOX / "moto_server.py"), "-H", HOST, "-p", own]
    if name == "databases":
        program = _SANDBOX / "dataplane" / "databases.py"
        return [sys.executable, "-P", str(program), own]
    if name == "ministack":
        program = _SANDBOX / "dataplane" / "data_services.py"
        return [str(interpreter("dataplane")), "-P", str(program), own, str(interpreter("runtime"))]
    program = _SANDBOX / "dataplane" / "router.py"
    return [sys.executable, "-P", str(program), own, str(ports["moto"]), str(ports["ministack"])]


def start(name: str, ports: Mapping[str, int], home: Path, *, judges: bool) -> subprocess.Popen[bytes]:
    """Start a process that outlives this one; its words go to a log in *home*, and what it keeps to `data` there.

    With *judges* ministack holds those who call it with a role's credentials, functions first, to the role's policies.
    """
    data = home / "data"
    for folder in ("state", "objects", TEMPORARY):
        (data / folder).mkdir(parents=True, exist_ok=True)
    places = {
        "STATE_DIR": str(data / "state"),
        "S3_DATA_DIR": str(data / "objects"),
        "TMPDIR": str(data / TEMPORARY),
        "GATEWAY_PORT": str(ports["router"]),
        "AWS_ENDPOINT_URL": f"http://{HOST}:{ports['router']}",
        "AUTH": str(judges).lower(),
        "DATABASES_PORT": str(ports["databases"]),
        "SSL_CERT_FILE": str(data / CERTIFICATE),
    }
    variables = {"moto": {**_MOTO, "MOTO_PORT": str(ports["moto"])}, "ministack": _MINISTACK | places}
    with (home / f"{name}.log").open("wb") as log:
        return subprocess.Popen(  # noqa: S603 - interpreters of ours, arguments of ours
            command(name, ports),
            cwd=home,
            env=isolation.environment() | variables.get(name, {}),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def runs(pid: int, name: str, ports: Mapping[str, int]) -> bool:
    """Return whether *pid* is still the process that was started, and not another that got its number."""
    return command_line(pid).endswith(" ".join(command(name, ports)[1:]))


def answers(name: str, port: int, seconds: float) -> bool:
    """Return whether a process is well."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"http://{HOST}:{port}{HEALTH[name]}", timeout=seconds):
            return True
    except OSError:
        return False


def end(pid: int, name: str, ports: Mapping[str, int]) -> bool:
    """End the process that was started, if it still runs; returns whether it did."""
    deadline = time.monotonic() + STOP_SECONDS
    ran = runs(pid, name, ports)
    with contextlib.suppress(ProcessLookupError):
        if ran:
            os.kill(pid, signal.SIGTERM)
        while runs(pid, name, ports):
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
            time.sleep(POLL_SECONDS)
    return ran


def command_line(pid: int) -> str:
    """Return a process's command line; empty when it has ended."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").rstrip("\0").replace("\0", " ")
        except OSError:
            return ""
    listed = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603, S607 - no shell; ps is on every POSIX system
    return listed.stdout.strip()
