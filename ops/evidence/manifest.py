"""What belongs to a bundle: every file with its digest, and the digest of the bundle before it, which makes a chain."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

MANIFEST, SIGNATURE = "manifest.json", "signature.json"

_Name = Annotated[str, StringConstraints(pattern=r"^[0-9]{8}T[0-9]{6}\.[0-9]{6}Z$")]
_Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class BundleError(Exception):
    """A bundle is not what was signed, or cannot be read; the message names the file and the fault."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class File(_Model):
    """A file of a bundle."""

    bytes: int
    sha256: _Sha256


class Previous(_Model):
    """The bundle that came before."""

    name: _Name
    sha256: _Sha256
    """Of its manifest."""


class Facts(_Model):
    """Which run a bundle is of."""

    name: _Name
    """The bundle's: when the run was judged, in UTC. Bundles of a stack sort by it."""
    project: str
    stack: str
    of: str
    judged_at: str
    commit: str | None
    rules: str
    """What tells the rules that judged from others."""


class Manifest(Facts):
    """A bundle's manifest. Its digest stands for the whole bundle, and by `previous` for all before it."""

    version: Literal[1] = 1
    previous: Previous | None
    files: Mapping[str, File]
    """By path in the bundle."""


def digest(data: bytes) -> str:
    """Return the SHA-256 of *data*, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def file(data: bytes) -> File:
    """Return what a manifest says of a file that holds *data*."""
    return File(bytes=len(data), sha256=digest(data))


def encoded(document: Any) -> bytes:
    """Return *document* as the one text that stands for it: any other text of the same meaning is not accepted."""
    return (json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def compact(document: Any) -> bytes:
    """Return *document* on one line: it is long, and written several times as fast as one that is laid out."""
    return (json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def decoded(path: Path) -> Any:
    """Read what `encoded` wrote.

    Raises:
        BundleError: the file is missing, or not written so.
    """
    data = contents(path)
    try:
        document = json.loads(data)
        same = encoded(document) == data
    except (ValueError, RecursionError):
        raise BundleError(f"{path}: altered: it is not JSON") from None
    if not same:
        raise BundleError(f"{path}: altered: it is not written as it was signed")
    return document


def contents(path: Path) -> bytes:
    """Read *path*. Raises `BundleError`."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BundleError(f"{path}: cannot be read: {error.strerror}") from None


def read(folder: Path) -> Manifest:
    """Read the manifest of the bundle in *folder*.

    Raises:
        BundleError: it is missing, or no manifest.
    """
    path = folder / MANIFEST
    try:
        return Manifest.model_validate(decoded(path))
    except ValidationError as error:
        place = ".".join(str(step) for step in error.errors()[0]["loc"])
        raise BundleError(f"{path}: not a manifest of version 1: {place or 'it'} is not what it must be") from None


def bundles(folder: Path) -> list[Path]:
    """Return the bundles in *folder*, a stack's, the oldest first."""
    return sorted(path.parent for path in folder.glob(f"[0-9]*/{MANIFEST}"))


def latest(folder: Path) -> Previous | None:
    """Return the newest bundle in *folder*, a stack's; None when there is none.

    Raises:
        BundleError: its manifest cannot be read.
    """
    found = bundles(folder)
    if not found:
        return None
    return Previous(name=read(found[-1]).name, sha256=digest(contents(found[-1] / MANIFEST)))
