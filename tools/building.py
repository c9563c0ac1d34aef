"""Builds what is missing, and says where it is.

A folder of the cache is named for what goes into it: a change of `go.mod`, `go.sum`, our own sources or Go makes
another. Programs are static and stripped. What is half built is never found: a file gets its name when it is whole, and
one builder works at a time.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

from tools.catalogue import FILES, TOOLS, File, Tool

MODULES: Final = Path(__file__).parent
_VERSION: Final = re.compile(r"^\s*(?:require )?(?P<module>[\w./-]+) (?P<version>v\S+)", re.MULTILINE)


class ToolError(Exception):
    """Something can't be built: one line that says what and why."""


def path(name: str) -> Path:
    """Return where the program or file called *name* is, or will be. Raises `ToolError` without Go."""
    return _folder({**TOOLS, **FILES}[name].folder) / name


def missing(names: Sequence[str] = (*TOOLS, *FILES)) -> list[str]:
    """Return which of *names* aren't there yet. Raises `ToolError` without Go."""
    return [name for name in names if not path(name).exists()]


def build(say: Callable[[str], object]) -> None:
    """Build what is missing. Raises `ToolError` when Go is missing or fails."""
    with _alone(say):
        for name in missing():
            begun = time.monotonic()
            path(name).parent.mkdir(parents=True, exist_ok=True)
            draft = path(name).with_name(f".{name}")
            if name in FILES:
                _copy(FILES[name], draft)
            else:
                say(f"building {name} of {TOOLS[name].package}")
                _compile(TOOLS[name], draft)
                mebibytes = draft.stat().st_size / 2**20
                say(f"built {name}: {mebibytes:.0f} MiB in {time.monotonic() - begun:.0f} s")
            draft.replace(path(name))
    say(f"all tools are in {_root()}")


def _copy(file: File, to: Path) -> None:
    version = _versions(file.folder)[file.module]
    told = _go(file.folder, "mod", "download", "-json", f"{file.module}@{version}")
    shutil.copyfile(Path(json.loads(told)["Dir"]) / file.path, to)


def _compile(tool: Tool, to: Path) -> None:
    flags = "-s -w"
    if tool.stamped_by:
        version = _versions(tool.folder)[tool.stamped_by]
        parts = version.removeprefix("v").split(".")
        flags += "".join(f" -X {key}={value.format(version, *parts)}" for key, value in tool.stamps.items())
    options = ["-mod=readonly", "-trimpath", "-buildvcs=false", f"-ldflags={flags}"]
    _go(tool.folder, "build", *options, "-o", str(to), tool.package)


def _versions(folder: str) -> Mapping[str, str]:
    """Return the version of each module that *folder*'s `go.mod` asks for."""
    text = (MODULES / folder / "go.mod").read_text(encoding="utf-8")
    return {found["module"]: found["version"] for found in _VERSION.finditer(text)}


def _root() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "groot" / "tools"


@cache
def _folder(folder: str) -> Path:
    """Return the folder of the cache for what *folder* pins, and has of its own."""
    parts = [file.read_bytes() for file in sorted((MODULES / folder).rglob("*")) if file.is_file()]
    parts.append(_go(folder, "env", "GOVERSION", "GOOS", "GOARCH").encode())
    return _root() / f"{folder}-{hashlib.sha256(b'/'.join(parts)).hexdigest()[:16]}"


def _go(folder: str, *arguments: str) -> str:
    """Run Go in *folder* and return what it says."""
    variables = {**os.environ, "CGO_ENABLED": "0", "GOWORK": "off", "GOFLAGS": ""}
    try:
        done = subprocess.run(  # noqa: S603 - a constant program, and arguments of this repository
            ["go", *arguments],  # noqa: S607 - the one that a shell would find
            cwd=MODULES / folder,
            env=variables,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        raise ToolError("no Go here, and these tools are built by it; install Go 1.26 or newer") from None
    if done.returncode:
        *_, last = done.stderr.strip().splitlines() or ["without a word"]
        raise ToolError(f"go {arguments[0]} in tools/{folder} failed: {last}")
    return done.stdout


@contextmanager
def _alone(say: Callable[[str], object]) -> Iterator[None]:
    """Hold the lock by which one builder works at a time; it goes with the process."""
    _root().mkdir(parents=True, exist_ok=True)
    with (_root() / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another builder is at work; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
