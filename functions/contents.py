"""What each function's archive is made of, and the one runtime of all. Components and `groot` ask; no archive has it.

An archive holds the function's own modules, and of the other rooms of `functions/` the modules that those import, so
that a change redeploys the functions that it reaches and no others.
"""

import ast
import hashlib
import os
from functools import cache
from glob import glob
from pathlib import Path
from typing import Final

RUNTIME: Final = "python3.14"
"""The newest that AWS Lambda supports (Lambda Developer Guide, "Lambda runtimes", of 2026-10-20), awslambdaric 4.2
lists, and the provider's SDK knows. botocore's model names python3.15 already, for which AWS gives no dates yet."""
ARCHITECTURE: Final = "arm64"
FOLDER: Final = "functions"
"""Relative to the project, as all paths here."""
BUILT: Final = "build/functions"
"""Where archives are built."""
LOCK: Final = "requirements.lock"
"""In a function's folder: the libraries that it brings, by hash, without those that Lambda's runtime has."""
BESIDE: Final = {"authorizer": "api/authorization"}
"""By function the folder of data outside `functions/` that its archive has too, at the same path."""


def names(root: Path) -> list[str]:
    """Return the functions: the folders with a handler."""
    return sorted(file.parent.name for file in (root / FOLDER).glob("*/handler.py"))


def archive(name: str, architecture: str = ARCHITECTURE) -> str:
    """Return where the archive of function *name* is built."""
    return f"{BUILT}/{name}-{architecture}.zip"


def lock(root: Path, name: str) -> Path | None:
    """Return the lock of function *name*, or None when it needs no libraries but the runtime's."""
    path = root / FOLDER / name / LOCK
    return path if path.exists() else None


def sources(root: Path, name: str) -> list[str]:
    """Return the files of function *name*, sorted: its modules, what these import of `functions`, and the data of both.

    Data is what lies in a function's folder, or beside it, and is neither a module nor says which libraries it needs.
    """
    found: set[str] = set()
    there = {f"{FOLDER}/{file}" for file in glob("**/*.py", root_dir=root / FOLDER, recursive=True)}
    ahead = {module for module in there if module.startswith(f"{FOLDER}/{name}/")}
    while ahead:
        module = ahead.pop()
        found.add(module)
        ahead |= (_imported((root / module).read_bytes()) & there) - found
    folders = {f"{FOLDER}/{module.split('/')[1]}" for module in found if module.count("/") > 1}
    folders |= {BESIDE[name]} if name in BESIDE else set()
    return sorted(found.union(*(_data(root, folder) for folder in folders)))


def _data(root: Path, folder: str) -> set[str]:
    files = (file for file in (root / folder).glob("**/*") if file.is_file())
    return {
        file.relative_to(root).as_posix()
        for file in files
        if file.suffix not in (".py", ".pyc") and file.stem != "requirements"
    }


def digest(root: Path, name: str) -> str:
    """Return the digest of everything that the archive of function *name* is made of, for whichever machine."""
    found = [*sources(root, name), *([f"{FOLDER}/{name}/{LOCK}"] if lock(root, name) else [])]
    total = hashlib.sha256(RUNTIME.encode())
    for path in found:
        total.update(f"\n{path} {hashlib.sha256((root / path).read_bytes()).hexdigest()}".encode())
    return total.hexdigest()


def is_fresh(root: Path, name: str, architecture: str = ARCHITECTURE) -> bool:
    """Return whether the archive is there and made of what function *name* is made of now."""
    return says(root / archive(name, architecture), digest(root, name))


def says(path: Path, made_of: str) -> bool:
    """Return whether the archive at *path* is there and ends in the digest *made_of*, its comment."""
    try:
        with path.open("rb") as built:
            built.seek(-len(made_of), os.SEEK_END)
            return built.read() == made_of.encode()
    except OSError:
        return False


@cache
def _imported(content: bytes) -> frozenset[str]:
    """Return the files that may hold what a module of *content* imports of `functions`, the packages above it too."""
    found: set[str] = set()
    for dotted in _dotted(content):
        parts = dotted.split(".")
        for length in range(1, len(parts) + 1):
            path = "/".join(parts[:length])
            found |= {f"{path}.py", f"{path}/__init__.py"}
    return frozenset(found)


def _dotted(content: bytes) -> tuple[str, ...]:
    """Return what a module of *content* imports of `functions`: modules, or names in modules."""
    found: list[str] = []
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return tuple(name for name in found if name.split(".")[0] == FOLDER)
