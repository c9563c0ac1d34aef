"""What cert-manager makes of the mesh's certificates: a root for all regions, and an authority below it in each.

The secrets have the fields that cert-manager gives them (cert-manager, "Certificate resource"): `tls.crt`, `tls.key`
and, as `ca.crt`, what signed.
"""

import base64
import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from tests.mesh.authority import key_pem

_LIFE: Final = datetime.timedelta(days=2)


@dataclass(frozen=True)
class Signed:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        """The certificate as a file has it."""
        return self.certificate.public_bytes(Encoding.PEM)


def root(name: str = "groot root") -> Signed:
    """Return an authority that signs itself."""
    return _sign(name, None, authority=True)


def signed(name: str, by: Signed, *, authority: bool = False, dns: str | None = None, uri: str | None = None) -> Signed:
    """Return what *by* signs: an authority, or what is known as *dns* or *uri*."""
    names = [make(value) for make, value in ((x509.DNSName, dns), (x509.UniformResourceIdentifier, uri)) if value]
    return _sign(name, by, authority=authority, names=names)


def secret(namespace: str, name: str, content: Signed, by: Signed) -> dict[str, Any]:
    """Return the manifest of a secret as cert-manager would fill it."""
    data = {"tls.crt": content.pem, "tls.key": key_pem(content.key), "ca.crt": by.pem}
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "type": "kubernetes.io/tls",
        "metadata": {"name": name, "namespace": namespace},
        "data": {key: base64.b64encode(value).decode() for key, value in data.items()},
    }


def _sign(name: str, by: Signed | None, *, authority: bool, names: Sequence[x509.GeneralName] = ()) -> Signed:
    key = ec.generate_private_key(ec.SECP384R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signer = by.key if by else key
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + _LIFE)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return Signed(builder.sign(signer, hashes.SHA256()), key)
