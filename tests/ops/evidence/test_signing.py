"""Keys that sign: made here, made elsewhere, or in KMS."""

from pathlib import Path

import boto3
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from ops.evidence import bundle, manifest
from ops.evidence.manifest import MANIFEST, SIGNATURE, BundleError, encoded
from ops.evidence.signing import KmsSigner, LocalSigner, pinned
from ops.evidence.verify import verify
from ops.request import OperationError, UsageError
from sandbox.emulator import environment
from tests.conftest import ROOT
from tests.ops.evidence.conftest import material_at


def test_a_key_is_made_once_and_opens_under_its_passphrase_alone(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    made = LocalSigner(path, "one").public_key
    assert LocalSigner(path, "one").public_key == made
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(OperationError, match="no key in PEM that the passphrase opens"):
        LocalSigner(path, "other")


def test_a_key_made_elsewhere_signs_too(written: Path, tmp_path: Path) -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    path = tmp_path / "plain.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    signer = LocalSigner(path, "a passphrase that it has no need of")
    data = (written / MANIFEST).read_bytes()
    public = tmp_path / "public.pem"
    public.write_bytes(
        key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    (written / SIGNATURE).write_bytes(encoded(signer.sign(data)))
    assert verify(written, {pinned(str(public))})
    assert pinned(signer.public_key) == signer.public_key


@pytest.mark.parametrize("text", ["", "no key", "-----BEGIN PRIVATE KEY-----\n"])
def test_a_file_that_holds_no_key_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "key.pem"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OperationError, match=r"key\.pem: no key in PEM"):
        LocalSigner(path, "p")
    with pytest.raises(UsageError, match=r"key\.pem is neither a public key nor a file"):
        pinned(str(path))


def test_an_alias_without_a_region_is_no_key_in_kms() -> None:
    with pytest.raises(UsageError, match="in which region"):
        KmsSigner("alias/evidence", None)


@pytest.fixture
def kms_key(emulator_endpoint: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The ARN of a key that signs, in the emulator."""
    for name, value in environment(emulator_endpoint).items():
        monkeypatch.setenv(name, value)
    kms = boto3.client("kms", region_name="us-east-1", endpoint_url=emulator_endpoint)
    return kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["Arn"]


def test_a_key_in_kms_signs_and_is_checked_offline(emulator_endpoint: str, kms_key: str, tmp_path: Path) -> None:
    written = bundle.write(material_at(0), ROOT, tmp_path / "staging", KmsSigner(kms_key, emulator_endpoint))
    (found,) = verify(written)
    assert verify(written, {found.public_key})
    data = (written / SIGNATURE).read_bytes()
    for place in range(len(data)):
        (written / SIGNATURE).write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        with pytest.raises(BundleError, match=SIGNATURE):
            verify(written)
    (written / SIGNATURE).write_bytes(data)
    (written / "summary.md").write_text("another")
    with pytest.raises(BundleError, match=r"summary.md: altered"):
        verify(written)


def test_a_key_on_aws_is_used_with_the_environments_credentials_and_one_at_an_endpoint_without(
    emulator_endpoint: str, kms_key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert KmsSigner(kms_key, None).sign(b"data")["signature"]
    monkeypatch.setenv("AWS_PROFILE", "nobody's")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    assert KmsSigner(kms_key, emulator_endpoint).sign(b"data")["signature"]
    with pytest.raises(OperationError, match="nobody's"):
        KmsSigner(kms_key, None).sign(b"data")


def test_a_key_that_kms_does_not_have_leaves_no_bundle(emulator_endpoint: str, kms_key: str, tmp_path: Path) -> None:
    with pytest.raises(OperationError, match="does not sign"):
        bundle.write(material_at(0), ROOT, tmp_path / "staging", KmsSigner(f"{kms_key}0", emulator_endpoint))
    assert manifest.bundles(tmp_path / "staging") == []
