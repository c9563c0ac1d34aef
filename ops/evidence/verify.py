"""Finds out, offline, whether a bundle is what was signed, and so are those before it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from ops.evidence import manifest, signing
from ops.evidence.manifest import MANIFEST, SIGNATURE, BundleError, File, Manifest, contents, decoded, digest


@dataclass(frozen=True, kw_only=True)
class Verified:
    """A bundle that is as it was signed."""

    folder: Path
    manifest: Manifest
    public_key: str
    """Under which it is signed (DER, Base64)."""


def verify(folder: Path, public_keys: Collection[str] = ()) -> list[Verified]:
    """Return the bundle in *folder* and those before it that stand beside it, the newest first.

    Raises:
        BundleError: a file was altered, added or taken away, the signature doesn't fit or isn't by one of
            *public_keys* (any key's, when there are none), or the chain is broken.
    """
    chain = [_bundle(folder, public_keys)]
    beside = folder.resolve().parent
    while previous := chain[-1].manifest.previous:
        before = beside / previous.name
        if not before.is_dir():
            _nothing_older(chain[-1], before)
            break
        if digest(contents(before / MANIFEST)) != previous.sha256:
            raise BundleError(f"{before / MANIFEST}: altered: {chain[-1].manifest.name} follows another")
        chain.append(_bundle(before, public_keys))
    return chain


def _nothing_older(last: Verified, missing: Path) -> None:
    """Hold that the chain ends where bundles stopped being kept, and not in the middle of those that are."""
    if any(path.name < missing.name for path in manifest.bundles(missing.parent)):
        raise BundleError(f"{missing}: missing: {last.manifest.name} follows it, and older ones are here")


def _bundle(folder: Path, public_keys: Collection[str]) -> Verified:
    found, signature = manifest.read(folder), decoded(folder / SIGNATURE)
    try:
        signer = signing.check(signature, contents(folder / MANIFEST))
    except BundleError as error:
        raise BundleError(f"{folder / SIGNATURE}: {error}") from None
    if public_keys and signer not in public_keys:
        raise BundleError(f"{folder / SIGNATURE}: signed by another key, {signer}")
    _compare(folder, found.files)
    return Verified(folder=folder, manifest=found, public_key=signer)


def _compare(folder: Path, files: Mapping[str, File]) -> None:
    there = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()
    }
    there -= {MANIFEST, SIGNATURE}
    for name in sorted(files.keys() - there):
        raise BundleError(f"{folder / name}: missing")
    for name in sorted(there - files.keys()):
        raise BundleError(f"{folder / name}: not of this bundle")
    for name, told in files.items():
        if manifest.file(contents(folder / name)) != told:
            raise BundleError(f"{folder / name}: altered")
