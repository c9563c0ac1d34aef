"""A small API server over TLS: it keeps what it is given, and does to it what a test says controllers would."""

import datetime
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

KINDS = {
    "/api/v1": {"Namespace": ("namespaces", False), "ConfigMap": ("configmaps", True), "Secret": ("secrets", True)},
    "/apis/apps/v1": {"Deployment": ("deployments", True), "DaemonSet": ("daemonsets", True)},
    "/apis/apiextensions.k8s.io/v1": {"CustomResourceDefinition": ("customresourcedefinitions", False)},
}
Controller = Callable[[dict[str, Any]], None]


@dataclass
class ApiServer:
    """What the server keeps, and what it saw."""

    url: str
    authority_pem: str
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By path."""
    applied: list[str] = field(default_factory=list)
    """Paths in the order in which they were applied."""
    deleted: list[str] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    queries: list[dict[str, list[str]]] = field(default_factory=list)
    refusals: dict[str, int] = field(default_factory=dict)
    """Path to how often applying it is refused yet."""
    words: str = "failed calling webhook: connection refused"
    """By which it is."""
    controllers: dict[str, Controller] = field(default_factory=dict)
    """Kind to what happens to an object of it whenever it is read."""
    kinds: dict[str, dict[str, tuple[str, bool]]] = field(
        default_factory=lambda: {k: dict(v) for k, v in KINDS.items()}
    )

    def answer(self, method: str, path: str, body: dict[str, Any] | None) -> tuple[int, dict[str, Any]]:
        """Return status and body."""
        if method == "GET" and path in self.kinds:
            kinds = self.kinds[path].items()
            resources = [{"kind": kind, "name": name, "namespaced": spaced} for kind, (name, spaced) in kinds]
            status = {"kind": "Deployment", "name": "deployments/status", "namespaced": True}
            return 200, {"resources": [*resources, status]}
        if method == "PATCH" and body is not None:
            return self._apply(path, body)
        if path not in self.objects:
            return 404, {"message": f"{path} not found"}
        if method == "DELETE":
            self.deleted.append(path)
            return 200, self.objects.pop(path)
        found = self.objects[path]
        self.controllers.get(found["kind"], lambda _: None)(found)
        return 200, found

    def _apply(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if self.refusals.get(path, 0):
            self.refusals[path] -= 1
            return 500, {"message": self.words}
        self.applied.append(path)
        old = self.objects.get(path, {})
        generation = old.get("metadata", {}).get("generation", 0) + 1
        self.objects[path] = {**old, **body, "metadata": {**body["metadata"], "generation": generation}}
        return 200, self.objects[path]


@contextmanager
def serving(folder: Path) -> Iterator[ApiServer]:
    """Run a server on a port of its own."""
    certificate, key = _certificate(folder)
    server = ApiServer(url="", authority_pem=certificate.read_text())

    class Handler(BaseHTTPRequestHandler):
        def _handle(self) -> None:
            parts = urlsplit(self.path)
            server.queries.append(parse_qs(parts.query))
            server.tokens.add(self.headers.get("Authorization", ""))
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            status, answer = server.answer(self.command, parts.path, body)
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_PATCH = do_DELETE = _handle  # noqa: N815 - as the standard library wants them

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the standard library's name
            """Say nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    http.socket = context.wrap_socket(http.socket, server_side=True)
    server.url = f"https://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "kubernetes")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(minutes=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    files = folder / "server.pem", folder / "server.key"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files
