"""What belongs to a bundle: every file with its digest, and the digest of the bundle before it, which makes a chain."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MANIFEST, SIGNATURE = "manifest.json", "signature.json"


class BundleError(Exception):
    """A bundle is not what was signed, or cannot be read; the message names the file and the fault."""


@dataclass(frozen=True, kw_only=True)
class Previous:
    """The bundle that came before."""

    name: str
    """Its folder's."""
    sha256: str
    """Of its manifest."""


def digest(data: bytes) -> str:
    """Return the SHA-256 of *data*, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def encoded(document: Any) -> bytes:
    """Return *document* as the one text that stands for it: any other text of the same meaning is not accepted."""
    return (json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def decoded(path: Path) -> Any:
    """Read what `encoded` wrote.

    Raises:
        BundleError: the file is missing, or not written so.
    """
    data = contents(path)
    try:
        document = json.loads(data)
    except ValueError:
        raise BundleError(f"{path}: altered: it is not JSON") from None
    if encoded(document) != data:
        raise BundleError(f"{path}: altered: it is not written as it was signed")
    return document


def contents(path: Path) -> bytes:
    """Read *path*. Raises `BundleError`."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BundleError(f"{path}: cannot be read: {error.strerror}") from None


def compose(facts: Mapping[str, Any], files: Mapping[str, bytes], previous: Previous | None) -> dict[str, Any]:
    """Return the manifest of *files*, by path in the bundle, with *facts* about the run."""
    return {
        **facts,
        "version": 1,
        "previous": {"name": previous.name, "sha256": previous.sha256} if previous else None,
        "files": {name: {"bytes": len(data), "sha256": digest(data)} for name, data in files.items()},
    }


def latest(folder: Path) -> Previous | None:
    """Return the newest bundle in *folder*, a stack's; None when there is none. Names sort by time."""
    bundles = sorted(path.parent for path in folder.glob(f"*/{MANIFEST}"))
    if not bundles:
        return None
    return Previous(name=bundles[-1].name, sha256=digest(contents(bundles[-1] / MANIFEST)))
