"""Finds out, offline, whether a bundle is what was signed, and so are those before it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ops.evidence import signing
from ops.evidence.manifest import MANIFEST, SIGNATURE, BundleError, contents, decoded, digest


@dataclass(frozen=True, kw_only=True)
class Verified:
    """A bundle that is as it was signed."""

    folder: Path
    manifest: dict[str, Any]
    public_key: str
    """Under which it is signed (DER, Base64)."""


def verify(folder: Path, public_key: str | None = None) -> list[Verified]:
    """Return the bundle in *folder* and those before it that stand beside it, the newest first.

    Raises:
        BundleError: a file was altered, added or taken away, the signature doesn't fit or isn't by *public_key*, or a
            bundle is not the one that the next names.
    """
    chain = [_bundle(folder, public_key)]
    while previous := chain[-1].manifest.get("previous"):
        before = folder.parent / str(previous["name"])
        if not before.is_dir():
            break
        if digest(contents(before / MANIFEST)) != previous["sha256"]:
            raise BundleError(f"{before / MANIFEST}: altered: {chain[-1].folder.name} follows another")
        chain.append(_bundle(before, public_key))
    return chain


def _bundle(folder: Path, public_key: str | None) -> Verified:
    manifest, signature = decoded(folder / MANIFEST), decoded(folder / SIGNATURE)
    try:
        signer = signing.check(signature, contents(folder / MANIFEST))
    except BundleError as error:
        raise BundleError(f"{folder / SIGNATURE}: {error}") from None
    if public_key not in (None, signer):
        raise BundleError(f"{folder / SIGNATURE}: signed by another key, {signer}")
    _compare(folder, manifest["files"])
    return Verified(folder=folder, manifest=manifest, public_key=signer)


def _compare(folder: Path, files: dict[str, dict[str, Any]]) -> None:
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    there -= {MANIFEST, SIGNATURE}
    for name in sorted(files.keys() - there):
        raise BundleError(f"{folder / name}: missing")
    for name in sorted(there - files.keys()):
        raise BundleError(f"{folder / name}: not of this bundle")
    for name, told in files.items():
        if digest(contents(folder / name)) != told["sha256"]:
            raise BundleError(f"{folder / name}: altered")
