"""Doors on 127.0.0.1 that take exactly what a policy lists, and clients that knock with one cipher each.

Both ends are OpenSSL 4 (pyOpenSSL, over the library that `cryptography` brings), which agrees on keys by ML-KEM. That
AWS's own servers hold to their lists is theirs to keep: here is tried what the lists let in.
"""

import datetime
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from OpenSSL import SSL

VERSIONS = {"TLSv1.1": SSL.TLS1_1_VERSION, "TLSv1.2": SSL.TLS1_2_VERSION, "TLSv1.3": SSL.TLS1_3_VERSION}
WEAK_TOO = b"ALL:@SECLEVEL=0"
KNOCK_SECONDS = 10
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What a handshake ended with."""

    cipher: str
    version: str
    group: str | None
    """Key agreement by OpenSSL's name; None where the key was sent under the server's RSA key."""


def new_key(algorithm: str) -> Key:
    """Return a key of ACM's *algorithm*: EC_prime256v1 or RSA_2048."""
    if algorithm == "EC_prime256v1":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(65537, 2048)


@contextmanager
def door(ciphers: Sequence[str], versions: Sequence[str], keys: Sequence[Key]) -> Iterator[int]:
    """Serve TLS with these *ciphers* and *versions* under a certificate of each of *keys*, and yield the port."""
    context = _context(ciphers)
    context.set_min_proto_version(VERSIONS[min(versions)])
    context.set_max_proto_version(VERSIONS[max(versions)])
    for key in keys:
        context.use_certificate(_certificate(key))
        context.use_privatekey(key)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        answering = threading.Thread(target=_answer, args=(listener, context), daemon=True)
        answering.start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            answering.join(KNOCK_SECONDS)


def every_cipher() -> list[str]:
    """Return all that this OpenSSL knows, weak ones too, but those that need no certificate or a shared key."""
    known = SSL.Connection(_context()).get_cipher_list()
    return [name for name in known if not name.startswith(("ADH", "AECDH")) and "PSK" not in name and "SRP" not in name]


def knock(port: int, ciphers: Sequence[str] = (), newest: str = "TLSv1.3") -> Agreed | None:
    """Return what the server at *port* and a client of these *ciphers* agree on, or None where they don't."""
    context = _context(ciphers)
    context.set_max_proto_version(VERSIONS[newest])
    if ciphers and not _of_tls_1_3(ciphers):
        context.set_max_proto_version(SSL.TLS1_2_VERSION)
    with socket.create_connection(("127.0.0.1", port), timeout=KNOCK_SECONDS) as plain:
        plain.settimeout(None)
        connection = SSL.Connection(context, plain)
        connection.set_connect_state()
        try:
            connection.do_handshake()
        except SSL.Error:
            return None
        return Agreed(
            cipher=str(connection.get_cipher_name()),
            version=connection.get_protocol_version_name(),
            group=connection.get_group_name(),
        )


def _answer(listener: socket.socket, context: SSL.Context) -> None:
    while True:
        try:
            plain, _ = listener.accept()
        except OSError:
            return
        with plain:
            connection = SSL.Connection(context, plain)
            connection.set_accept_state()
            try:
                connection.do_handshake()
                connection.shutdown()
            except SSL.Error:
                continue


def _context(ciphers: Sequence[str] = ()) -> SSL.Context:
    context = SSL.Context(SSL.TLS_METHOD)
    older = [name for name in ciphers if not name.startswith("TLS_")]
    context.set_cipher_list(":".join([*older, "@SECLEVEL=0"]).encode() if older else WEAK_TOO)
    if newer := _of_tls_1_3(ciphers):
        context.set_tls13_ciphersuites(":".join(newer).encode())
    if newer and not older:
        context.set_min_proto_version(SSL.TLS1_3_VERSION)
    return context


def _of_tls_1_3(ciphers: Sequence[str]) -> list[str]:
    return [name for name in ciphers if name.startswith("TLS_")]


def _certificate(key: Key) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "door.example")])
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .sign(key, hashes.SHA256())
    )
