"""The libraries that a function brings: wheels by the hashes of its lock, unpacked for one kind of machine."""

import hashlib
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Final

from functions import contents
from ops.request import OperationError

LOCAL: Final = "local"
"""The architecture of archives that run on this machine, under the interpreter that runs `groot`."""
ON_AWS: Final = (
    "--python-version",
    contents.RUNTIME.removeprefix("python"),
    "--python-platform",
    "aarch64-manylinux_2_34",
)
"""Amazon Linux 2023, on which the runtime stands, has glibc 2.34 (AL2023 User Guide, "glibc")."""
ARCHITECTURES: Final = {contents.ARCHITECTURE: ON_AWS, LOCAL: ("--python", sys.executable)}
_MARK: Final = ".lock"
_LEFT_OUT: Final = frozenset({"INSTALLER", "RECORD", "REQUESTED", "direct_url.json", "uv_cache.json", _MARK})
"""What an installation writes of itself, which differs between machines."""


def folder(root: Path, name: str, architecture: str) -> Path:
    """Return where the libraries of function *name* are unpacked."""
    return root / contents.BUILT / "libraries" / f"{name}-{architecture}"


def are_there(root: Path, name: str, architecture: str) -> bool:
    """Return whether what is unpacked is of the function's lock as it is now, or it needs none."""
    mark = folder(root, name, architecture) / _MARK
    lock = contents.lock(root, name)
    return lock is None or (mark.exists() and mark.read_text(encoding="utf-8") == _digest(lock, architecture))


def fetch(root: Path, name: str, architecture: str) -> None:
    """Fetch and unpack the libraries of function *name*; nothing is compiled, and nothing run.

    Raises:
        OperationError: a wheel isn't to be had, or has another hash.
    """
    lock, target = contents.lock(root, name), folder(root, name, architecture)
    shutil.rmtree(target, ignore_errors=True)
    if lock is None:
        return
    uv = Path(sys.executable).with_name("uv")
    command = [uv, "pip", "install", "--quiet", "--target", target, "--require-hashes", "--no-deps"]
    command += ["--only-binary", ":all:", "--link-mode", "copy", *ARCHITECTURES[architecture], "-r", lock]
    ran = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)  # noqa: S603
    if ran.returncode:
        said = " ".join(ran.stderr.split())
        raise OperationError(f"cannot get the libraries of function {name} for {architecture}: {said}")
    target.mkdir(parents=True, exist_ok=True)
    (target / _MARK).write_text(_digest(lock, architecture), encoding="utf-8")


def files(root: Path, name: str, architecture: str) -> dict[str, Path]:
    """Return what of the libraries goes into the archive, by its path there."""
    base = folder(root, name, architecture)
    found = {file.relative_to(base): file for file in base.glob("**/*") if file.is_file()}
    return {path.as_posix(): file for path, file in found.items() if _belongs(path)}


def _belongs(path: Path) -> bool:
    return path.parts[0] != "bin" and "__pycache__" not in path.parts and path.name not in _LEFT_OUT


def _digest(lock: Path, architecture: str) -> str:
    platform = f"{sys.version_info[:2]} {sysconfig.get_platform()}" if architecture == LOCAL else ON_AWS
    return hashlib.sha256(f"{platform}\n".encode() + lock.read_bytes()).hexdigest()
