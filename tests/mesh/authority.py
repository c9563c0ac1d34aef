"""An authority that signs certificates for as long as a test runs."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAYS = 2


@dataclass(frozen=True)
class Identity:
    """A certificate and its key, as PEM."""

    certificate: bytes
    key: bytes


def new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return *key* in the form that Kubernetes reads keys of tokens in (SEC 1)."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )


@dataclass
class Authority:
    """Signs what servers and users are known by."""

    name: str = "groot tests"
    _key: ec.EllipticCurvePrivateKey = field(default_factory=new_key, init=False)

    def __post_init__(self) -> None:
        self._subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, self.name)])
        usage = x509.BasicConstraints(ca=True, path_length=None)
        builder = self._builder(self._subject, self._key.public_key()).add_extension(usage, critical=True)
        self.certificate = _pem(builder.sign(self._key, hashes.SHA256()))

    def server(self, *addresses: str) -> Identity:
        """Return what a server at *addresses* is known by: IP addresses, or names."""
        names = [_general_name(address) for address in addresses]
        return self._sign(x509.Name([]), x509.SubjectAlternativeName(names))

    def user(self, name: str, groups: Sequence[str] = ()) -> Identity:
        """Return what Kubernetes knows *name* of *groups* by (Kubernetes, "X509 client certificates")."""
        parts = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, group) for group in groups]
        return self._sign(x509.Name([*parts, x509.NameAttribute(NameOID.COMMON_NAME, name)]))

    def _sign(self, subject: x509.Name, names: x509.SubjectAlternativeName | None = None) -> Identity:
        key = new_key()
        builder = self._builder(subject, key.public_key())
        if names:
            builder = builder.add_extension(names, critical=True)
        return Identity(_pem(builder.sign(self._key, hashes.SHA256())), key_pem(key))

    def _builder(self, subject: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        now = datetime.datetime.now(datetime.UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._subject)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=DAYS))
        )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _general_name(address: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(address))
    except ValueError:
        return x509.DNSName(address)
