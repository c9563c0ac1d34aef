"""Runs what is measured in processes of its own, and prints what it took."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, kw_only=True)
class Run:
    """A command's run."""

    seconds: float
    """By the clock on the wall."""
    cpu_seconds: float
    output: str


def measured(module: str, *arguments: str) -> dict[str, Any]:
    """Run a measuring *module* in a process of its own and return its figures."""
    command = [sys.executable, "-W", "ignore", "-m", module, *arguments]
    return json.loads(run(command, ROOT).output.strip().splitlines()[-1])


def run(command: Sequence[str], folder: Path, codes: Collection[int] = (0,)) -> Run:
    """Run *command* in *folder* and return what it took; ends the benchmark when it answers none of *codes*."""
    before = os.times()
    begun = time.monotonic()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    seconds = time.monotonic() - begun
    after = os.times()
    if done.returncode not in codes:
        raise SystemExit(f"{' '.join(command)} failed ({done.returncode}):\n{done.stderr.strip()}")
    cpu_seconds = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(seconds=seconds, cpu_seconds=cpu_seconds, output=done.stdout)


def show(what: str, figure: str, goal: str = "") -> None:
    """Print one line."""
    print(f"{what:<52} {figure:>8}   {f'goal {goal}' if goal else ''}".rstrip(), flush=True)
