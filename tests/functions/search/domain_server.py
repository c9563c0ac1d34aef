"""A small search domain over HTTP: it keeps documents by id and rules by path, and checks what it is sent."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

ISM = "/_plugins/_ism/policies/"


@dataclass
class DomainServer:
    """What the domain holds, and what it saw."""

    url: str = ""
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By index and id."""
    rules: dict[str, Any] = field(default_factory=dict)
    """By path."""
    versions: dict[str, int] = field(default_factory=dict)
    """How often each retention policy was put."""
    bulk_sizes: list[int] = field(default_factory=list)
    signatures: list[str] = field(default_factory=list)
    refusals: list[int] = field(default_factory=list)
    """Statuses that the next requests are answered with."""
    words: str = "not yet"
    """By which they are refused."""
    full: bool = False
    """Whether documents are turned away for want of room."""

    def answer(self, method: str, target: str, body: bytes) -> tuple[int, Any]:
        if self.refusals:
            return self.refusals.pop(0), {"message": self.words}
        path, query = urlsplit(target).path, parse_qs(urlsplit(target).query)
        if path == "/_bulk":
            return 200, {"items": [{"create": self._create(*pair)} for pair in self._pairs(body)]}
        if path.startswith(ISM):
            return self._retain(method, path, query, body)
        self.rules[path] = json.loads(body)
        return 200, {"status": "OK"}

    def _pairs(self, body: bytes) -> list[tuple[Any, Any]]:
        self.bulk_sizes.append(len(body))
        lines = [json.loads(line) for line in body.decode().splitlines()]
        return list(zip(lines[::2], lines[1::2], strict=True))

    def _create(self, action: Any, document: Any) -> dict[str, Any]:
        place = f"{action['create']['_index']}/{action['create']['_id']}"
        if self.full:
            return {"status": 429}
        if place in self.documents:
            return {"status": 409}
        if document["message"] == "malformed":
            return {"status": 400}
        self.documents[place] = document
        return {"status": 201}

    def _retain(self, method: str, path: str, query: dict[str, list[str]], body: bytes) -> tuple[int, Any]:
        version = self.versions.get(path, 0)
        if method == "GET":
            return (200, {"_seq_no": version, "_primary_term": 1}) if version else (404, {})
        if version and query.get("if_seq_no") != [str(version)]:
            return 409, {"message": "version conflict"}
        self.versions[path], self.rules[path] = version + 1, json.loads(body)
        return 201, {}


@contextmanager
def serving() -> Iterator[DomainServer]:
    """Run a domain on 127.0.0.1."""
    domain = DomainServer()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            domain.signatures.append(self.headers.get("Authorization", ""))
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, answer = domain.answer(self.command, self.path, body)
            sent = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = do_PUT = _answer  # noqa: N815 - the names that the server calls

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base calls it so
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    domain.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield domain
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
