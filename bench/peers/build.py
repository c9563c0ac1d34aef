"""Builds the peers into `build/peers`, once: what is built stays until its sources or pinned versions change.

Without a toolchain, or when the sources can't be had, a peer is None, and the reason is printed.
"""

import hashlib
import shutil
import subprocess
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.running import ROOT

HERE = Path(__file__).parent
BUILT = ROOT / "build" / "peers"
_OPA = "github.com/open-policy-agent/opa"
"""A tool of `opa/go.mod`, which pins it."""


@dataclass(frozen=True, kw_only=True)
class Peer:
    """A peer's programs."""

    command: Path
    """What its users run."""
    core: Path
    """Ours, on its library: times judging without the start of a process."""


def guard() -> Peer | None:
    """Return Guard, built; None, with the reason printed, when it can't be."""
    root = BUILT / "guard"
    install = ["cargo", "install", "--locked", "--root", str(root), "--target-dir", str(BUILT / "cargo")]
    made = _make(
        "Guard",
        HERE / "guard",
        root,
        [[*install, "--version", _pinned_guard(), "cfn-guard"], [*install, "--path", str(HERE / "guard")]],
    )
    return Peer(command=root / "bin" / "cfn-guard", core=root / "bin" / "guard-bench") if made else None


def opa() -> Peer | None:
    """Return OPA, built; None, with the reason printed, when it can't be."""
    root = BUILT / "opa"
    made = _make(
        "OPA",
        HERE / "opa",
        root,
        [["go", "build", "-o", str(root / "opa-bench"), "."], ["go", "build", "-o", str(root / "opa"), _OPA]],
    )
    return Peer(command=root / "opa", core=root / "opa-bench") if made else None


def eventsourcing() -> Path | None:
    """Return the environment of the `eventsourcing` library; None, with the reason printed, when it can't be had."""
    root, lock = BUILT / "eventsourcing", HERE / "eventsourcing" / "requirements.lock"
    install = [str(root / "bin" / "pip"), "install", "--quiet", "--require-hashes", "-r", str(lock)]
    return root if _make("eventsourcing", lock.parent, root, [["python3", "-m", "venv", str(root)], install]) else None


def _pinned_guard() -> str:
    manifest = tomllib.loads((HERE / "guard" / "Cargo.toml").read_text())
    return manifest["dependencies"]["cfn-guard"].removeprefix("=")


def _make(name: str, source: Path, root: Path, commands: Sequence[Sequence[str]]) -> bool:
    files = sorted(path for path in source.rglob("*") if path.is_file())
    wanted = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    stamp = root / "sources"
    if stamp.exists() and stamp.read_text() == wanted:
        return True
    root.mkdir(parents=True, exist_ok=True)
    for command in commands:
        if not shutil.which(command[0]):
            print(f"{name} is left out: there is no `{command[0]}` here", flush=True)
            return False
        print(f"building {name}, which takes minutes the first time: {command[0]} {command[1]} …", flush=True)
        done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)  # noqa: S603 - ours
        if done.returncode:
            print(f"{name} is left out, as it can't be built: {done.stderr.strip().splitlines()[-1]}", flush=True)
            return False
    stamp.write_text(wanted)
    return True
