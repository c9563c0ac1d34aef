"""A bundle is what was signed, or the file that isn't is named."""

import errno
import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ops.evidence import bundle, manifest
from ops.evidence.manifest import MANIFEST, SIGNATURE, BundleError, encoded
from ops.evidence.signing import LocalSigner
from ops.evidence.verify import verify
from ops.request import OperationError
from sandbox.state.errors import LockError
from sandbox.state.lock import StackLock
from tests.conftest import ROOT
from tests.ops.evidence.conftest import material_at

FLIPS = 12
"""Bytes flipped in each file, besides the first and the last."""


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_bundle_is_as_signed_and_readable_by_the_user_alone(written: Path, signer: LocalSigner) -> None:
    (found,) = verify(written, {signer.public_key})
    assert found.public_key == signer.public_key
    assert {path.stat().st_mode & 0o077 for path in files(written)} == {0}


def test_one_flipped_byte_anywhere_is_found_and_its_file_named(written: Path) -> None:
    chosen = random.Random(7)
    for path in files(written):
        data = path.read_bytes()
        small = len(data) < 1_000
        places = range(len(data)) if small else [0, len(data) - 1, *chosen.sample(range(len(data)), FLIPS)]
        for place in places:
            flipped = bytearray(data)
            flipped[place] ^= 1 << chosen.randrange(8)
            path.write_bytes(bytes(flipped))
            with pytest.raises(BundleError) as found:
                verify(written)
            assert path.name in str(found.value) or path.name == MANIFEST, place
            assert len(str(found.value).splitlines()) == 1
        path.write_bytes(data)
    verify(written)


@pytest.mark.parametrize("white", [b"\r", b"\t", b"  "])
def test_a_change_of_white_space_is_found(written: Path, white: bytes) -> None:
    for name in (MANIFEST, SIGNATURE):
        path = written / name
        data = path.read_bytes()
        path.write_bytes(data.replace(b"\n", white, 1))
        with pytest.raises(BundleError, match=name):
            verify(written)
        path.write_bytes(data)


def _other_key(folder: Path, tmp_path: Path) -> None:
    other = LocalSigner(tmp_path / "other.pem", "p").sign((folder / MANIFEST).read_bytes())
    (folder / SIGNATURE).write_text(json.dumps(other, indent=1, sort_keys=True) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda folder, _: (folder / "junit.xml").unlink(), "junit.xml: missing"),
        (lambda folder, _: (folder / MANIFEST).unlink(), f"{MANIFEST}: cannot be read"),
        (lambda folder, _: (folder / SIGNATURE).unlink(), f"{SIGNATURE}: cannot be read"),
        (lambda folder, _: (folder / "more.txt").write_text(""), "more.txt: not of this bundle"),
        (lambda folder, _: shutil.rmtree(folder), "cannot be read: No such file"),
        (lambda folder, _: (folder / SIGNATURE).write_text("[]\n"), f"{SIGNATURE}: no signature"),
        (_other_key, "signed by another key"),
        (lambda folder, _: (folder / "elsewhere").symlink_to("/"), "elsewhere: not of this bundle"),
        (lambda folder, _: (folder / MANIFEST).write_text("[" * 100_000), f"{MANIFEST}: altered: it is not JSON"),
        (lambda folder, _: (folder / MANIFEST).write_bytes(b"\xff"), f"{MANIFEST}: altered: it is not JSON"),
    ],
)
def test_what_is_not_as_signed_is_one_line(
    written: Path, signer: LocalSigner, tmp_path: Path, change: Callable[[Path, Path], object], says: str
) -> None:
    change(written, tmp_path)
    with pytest.raises(BundleError, match=says) as found:
        verify(written, {signer.public_key})
    assert len(str(found.value).splitlines()) == 1


def test_bundles_make_a_chain_that_cannot_be_rewritten(signer: LocalSigner, tmp_path: Path) -> None:
    folder = tmp_path / "staging"
    first, second, third = (bundle.write(material_at(second), ROOT, folder, signer) for second in range(3))
    assert [each.folder for each in verify(third)] == [third, second, first]
    shutil.move(second, tmp_path / "second")
    with pytest.raises(BundleError, match=f"{second.name}: missing: {third.name} follows it"):
        verify(third)
    shutil.copytree(first, second)
    with pytest.raises(BundleError, match="follows another"):
        verify(third)
    shutil.rmtree(second)
    shutil.rmtree(first)
    assert [each.folder for each in verify(third)] == [third], "older ones may be kept elsewhere"


def test_a_chain_is_followed_from_wherever_its_newest_stands(
    signer: LocalSigner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "staging"
    first, second = (bundle.write(material_at(second), ROOT, folder, signer) for second in range(2))
    monkeypatch.chdir(second)
    assert [each.manifest.name for each in verify(Path())] == [second.name, first.name]


def test_any_of_several_pinned_keys_may_have_signed(signer: LocalSigner, tmp_path: Path) -> None:
    newer = LocalSigner(tmp_path / "newer.pem", "p")
    folder = tmp_path / "staging"
    bundle.write(material_at(0), ROOT, folder, signer)
    second = bundle.write(material_at(1), ROOT, folder, newer)
    assert len(verify(second, {signer.public_key, newer.public_key})) == 2
    with pytest.raises(BundleError, match="signed by another key"):
        verify(second, {newer.public_key})


def test_a_run_that_is_no_newer_does_not_fork_the_chain(signer: LocalSigner, tmp_path: Path) -> None:
    folder = tmp_path / "staging"
    newer = bundle.write(material_at(1), ROOT, folder, signer)
    for second in (0, 1):
        with pytest.raises(OperationError, match="run again"):
            bundle.write(material_at(second), ROOT, folder, signer)
    assert manifest.bundles(folder) == [newer]


def test_what_a_killed_run_left_is_no_bundle(written: Path, signer: LocalSigner) -> None:
    folder = written.parent
    written.rename(folder / f".{written.name}.partial")
    (found,) = verify(bundle.write(material_at(1), ROOT, folder, signer))
    assert found.manifest.previous is None


def test_runs_at_the_same_time_do_not_write_into_one_chain(signer: LocalSigner, tmp_path: Path) -> None:
    folder = tmp_path / "staging"
    folder.mkdir()
    lock = StackLock(folder / ".lock", "staging")
    lock.acquire()
    try:
        with pytest.raises(LockError, match="in use"):
            bundle.write(material_at(0), ROOT, folder, signer)
    finally:
        lock.release()
    bundle.write(material_at(0), ROOT, folder, signer)


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({}, "name is not what it must be"),
        ([], "it is not what it must be"),
        ({"version": 2}, "version is not what it must be"),
        ({"previous": {"name": "../../etc", "sha256": "0" * 64}}, "previous.name is not what it must be"),
    ],
)
def test_what_is_signed_but_no_manifest_is_refused(
    written: Path, signer: LocalSigner, document: dict[str, object] | list[object], says: str
) -> None:
    path = written / MANIFEST
    if document and isinstance(document, dict):
        document = json.loads(path.read_text(encoding="utf-8")) | document
    data = encoded(document)
    path.write_bytes(data)
    (written / SIGNATURE).write_bytes(encoded(signer.sign(data)))
    with pytest.raises(BundleError, match=says):
        verify(written)


def test_the_same_run_makes_the_same_bytes(signer: LocalSigner, tmp_path: Path) -> None:
    one, other = (bundle.write(material_at(5), ROOT, tmp_path / name, signer) for name in ("a", "b"))
    assert [path.read_bytes() for path in files(one)] == [path.read_bytes() for path in files(other)]


def test_a_place_that_cannot_be_written_is_told(signer: LocalSigner, tmp_path: Path) -> None:
    (tmp_path / "staging").write_text("not a folder")
    with pytest.raises(OperationError, match="evidence cannot be written"):
        bundle.write(material_at(0), ROOT, tmp_path / "staging", signer)


def test_what_breaks_off_leaves_no_half_bundle(
    signer: LocalSigner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    folder = tmp_path / "staging"
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", full)
        with pytest.raises(OperationError, match="No space left on device"):
            bundle.write(material_at(0), ROOT, folder, signer)
    assert [path.name for path in folder.iterdir()] == [".lock"]
    assert verify(bundle.write(material_at(0), ROOT, folder, signer))
