"""A bundle is what was signed, or the file that isn't is named."""

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import boto3
import pytest

from ops.evidence import bundle
from ops.evidence.manifest import MANIFEST, SIGNATURE, BundleError
from ops.evidence.signing import KmsSigner, LocalSigner
from ops.evidence.verify import verify
from ops.request import OperationError
from sandbox.emulator import environment
from tests.conftest import ROOT
from tests.ops.evidence.conftest import material_at

FLIPS = 12
"""Bytes flipped in each file, besides the first and the last."""


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_bundle_is_as_signed_and_readable_by_the_user_alone(written: Path, signer: LocalSigner) -> None:
    (found,) = verify(written, signer.public_key)
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
    ],
)
def test_what_is_not_as_signed_is_one_line(
    written: Path, signer: LocalSigner, tmp_path: Path, change: Callable[[Path, Path], object], says: str
) -> None:
    change(written, tmp_path)
    with pytest.raises(BundleError, match=says) as found:
        verify(written, signer.public_key)
    assert len(str(found.value).splitlines()) == 1


def test_bundles_make_a_chain_that_cannot_be_rewritten(signer: LocalSigner, tmp_path: Path) -> None:
    folder = tmp_path / "staging"
    first, second, third = (bundle.write(material_at(second), ROOT, folder, signer) for second in range(3))
    assert [each.folder for each in verify(third)] == [third, second, first]
    shutil.rmtree(second)
    shutil.copytree(first, second)
    with pytest.raises(BundleError, match="follows another"):
        verify(third)
    shutil.rmtree(second)
    assert [each.folder for each in verify(third)] == [third], "what is not here cannot be checked"


def test_the_same_run_makes_the_same_bytes(signer: LocalSigner, tmp_path: Path) -> None:
    one, other = (bundle.write(material_at(5), ROOT, tmp_path / name, signer) for name in ("a", "b"))
    assert [path.read_bytes() for path in files(one)] == [path.read_bytes() for path in files(other)]


def test_a_key_is_made_once_and_opens_under_its_passphrase_alone(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    made = LocalSigner(path, "one").public_key
    assert LocalSigner(path, "one").public_key == made
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(OperationError, match="the passphrase does not open it"):
        LocalSigner(path, "other")


def test_a_full_disk_leaves_no_half_bundle(signer: LocalSigner, tmp_path: Path) -> None:
    (tmp_path / "staging").write_text("not a folder")
    with pytest.raises(OperationError, match="cannot be"):
        bundle.write(material_at(0), ROOT, tmp_path / "staging", signer)


def test_a_key_in_kms_signs_and_is_checked_offline(
    emulator_endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment(emulator_endpoint).items():
        monkeypatch.setenv(name, value)
    kms = boto3.client("kms", region_name="us-east-1", endpoint_url=emulator_endpoint)
    arn = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["Arn"]
    written = bundle.write(material_at(0), ROOT, tmp_path / "staging", KmsSigner(arn, emulator_endpoint))
    assert verify(written)
    (written / "summary.md").write_text("another")
    with pytest.raises(BundleError, match=r"summary.md: altered"):
        verify(written)
    with pytest.raises(OperationError, match="does not sign"):
        KmsSigner(f"{arn}0", emulator_endpoint).sign(b"")
