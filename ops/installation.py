"""Installs what the emulator is made of into environments of their own, as the locks say, within this program's."""

import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from ops.request import OperationError
from sandbox.dataplane.processes import ENVIRONMENTS, interpreter

NAMES: Final = ("dataplane", "runtime")


def install() -> Iterable[str]:
    """Install each environment that isn't there, and yield its name.

    Raises:
        OperationError: it can't be installed.
    """
    for name in NAMES:
        if interpreter(name).exists():
            continue
        lock = _lock(name)
        venv.create(ENVIRONMENTS / name, with_pip=True)
        command = [str(interpreter(name)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        done = subprocess.run([*command, "--require-hashes", "-r", str(lock)], check=False)  # noqa: S603 - no shell
        if done.returncode:
            interpreter(name).unlink()
            raise OperationError(f"{name}: pip could not install {lock.name}; what it says stands above. Try it again")
        yield name


def _lock(name: str) -> Path:
    wanted = f"requirements-{name}.lock"
    found = next((each / wanted for each in Path(__file__).parents if (each / wanted).exists()), None)
    if found is None:
        raise OperationError(f"{wanted} is not in {sys.prefix}; install groot anew")
    return found
