"""What each function may weigh: how large its archive for AWS is, and how long its handler takes to be imported.

Both are what a cold start waits for. Time is the processor's, so that a busy machine doesn't lengthen it, and it is
reckoned against what boto3 alone takes to be imported there, so that a slow machine doesn't either.
"""

import os
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from functions import contents
from ops.functions.libraries import LOCAL
from ops.request import OperationError

FILE: Final = "functions/budgets.tsv"
KIB: Final = 1024
BOTO3_MS: Final = 300
"""What importing boto3 takes on the machine whose milliseconds the budgets are; measured where they were written."""
_MEASURE: Final = """
import importlib, sys, time
sys.path.insert(0, sys.argv[1])
begun = time.process_time()
importlib.import_module(sys.argv[2])
print((time.process_time() - begun) * 1000)
"""
_TRIES: Final = 3
"""Of each, alternating; the fastest counts, as what disturbs a measurement only lengthens it."""


@dataclass(frozen=True)
class Budget:
    """One function's bounds."""

    size_kib: int
    """Of the archive for AWS, which is as large unpacked: nothing in it is compressed."""
    import_ms: int
    """Processor time of the handler's import in a fresh interpreter, boto3's included, where boto3 takes BOTO3_MS."""


def budgets(root: Path) -> dict[str, Budget]:
    """Return the budget of each function that has one.

    Raises:
        OperationError: a line of the file can't be read.
    """
    if not (root / FILE).exists():
        return {}
    try:
        _, *lines = (root / FILE).read_text(encoding="utf-8").splitlines()
        rows = (line.split("\t") for line in lines)
        return {name: Budget(int(size), int(time)) for name, size, time in rows}
    except (OSError, ValueError) as error:
        raise OperationError(f"{FILE}: {error}; a line is a function's name, KiB and milliseconds, by tabs") from None


def size_kib(root: Path, name: str) -> int | None:
    """Return how large the archive for AWS is, rounded up, or None when none is built."""
    path = root / contents.archive(name)
    return -(-path.stat().st_size // KIB) if path.exists() else None


def import_ms(root: Path, name: str, python: Path = Path(sys.executable)) -> float:
    """Return how long *python* takes to import the handler of function *name* from its archive for this machine.

    In milliseconds of a machine that imports boto3 in BOTO3_MS.

    Raises:
        OperationError: it can't be imported.
    """
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(root / contents.archive(name, LOCAL)) as archive:
            archive.extractall(folder)
        handler, boto3 = [], []
        for _ in range(_TRIES):
            boto3.append(_import_ms(python, folder, "boto3"))
            try:
                handler.append(_import_ms(python, folder, f"functions.{name}.handler"))
            except subprocess.CalledProcessError as error:
                reason = error.stderr.strip().splitlines()[-1]
                raise OperationError(f"function {name} can't be imported: {reason}") from None
    return min(handler) / min(boto3) * BOTO3_MS


def _import_ms(python: Path, folder: str, module: str) -> float:
    ran = subprocess.run(  # noqa: S603 - the function's own code
        [str(python), "-I", "-B", "-c", _MEASURE, folder, module],
        cwd=folder,
        env={**os.environ, "AWS_REGION": "us-east-1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(ran.stdout)
