"""The authority by which clients of the sandbox know the shards' hosts: a key and a certificate, kept in a folder."""

import ssl
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final, cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAYS: Final = 3650
CERTIFICATE: Final = "authority.pem"
"""What clients trust; `SSL_CERT_FILE` names it to functions (OpenSSL, "SSL_CTX_set_default_verify_paths")."""


class Authority:
    """An authority in *folder*, made there if there is none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        key, kept = folder / "authority.key", folder / CERTIFICATE
        if not (key.exists() and kept.exists()):
            made = ec.generate_private_key(ec.SECP256R1())
            name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "groot sandbox")])
            usage = x509.BasicConstraints(ca=True, path_length=0)
            certificate = _builder(name, name, made.public_key()).add_extension(usage, critical=True)
            _write(key, _pem(made))
            _write(kept, certificate.sign(made, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        self._key = cast(ec.EllipticCurvePrivateKey, serialization.load_pem_private_key(key.read_bytes(), None))
        self._certificate = x509.load_pem_x509_certificate(kept.read_bytes())
        self.context = cache(self._context)

    def _context(self, host: str) -> ssl.SSLContext:
        """Return what a server is known by as *host*."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "shard")])
        hosts = x509.SubjectAlternativeName([x509.DNSName(host)])
        certificate = _builder(name, self._certificate.subject, key.public_key()).add_extension(hosts, critical=False)
        signed = certificate.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        file = self._folder / "server.pem"
        _write(file, _pem(key) + signed)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        file.unlink()
        return context


def _builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=DAYS))
    )


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(file: Path, content: bytes) -> None:
    file.touch(mode=0o600)
    file.write_bytes(content)
