import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import botocore.endpoint
import pytest

from sandbox.providers.aws import shapes
from sandbox.providers.aws.clients import ANSWER_SECONDS, ATTEMPTS, Clients, is_loopback
from sandbox.providers.aws.errors import AwsError
from sandbox.providers.base import ProviderError

IDENTITY = (
    b'<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
    b"<Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
)
THROTTLED = b"<ErrorResponse><Error><Code>Throttling</Code><Message>Rate\n exceeded</Message></Error></ErrorResponse>"


class Busy(ThreadingHTTPServer):
    """AWS on a bad day: refuses as many calls as it is told to."""

    signed: list[str]
    """How each call was signed."""
    refusals = 0
    calls = 0
    answer: tuple[int, bytes] = (200, IDENTITY)


class _Handler(BaseHTTPRequestHandler):
    server: Busy  # pyright: ignore[reportIncompatibleVariableOverride] - made by Busy alone

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.calls += 1
        self.server.signed.append(self.headers["Authorization"])
        refused = self.server.calls <= self.server.refusals
        status, body = (400, THROTTLED) if refused else self.server.answer
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Busy]:
    monkeypatch.setattr(botocore.endpoint.time, "sleep", lambda _: None)
    server = Busy(("127.0.0.1", 0), _Handler)
    server.signed = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def _ask(server: Busy) -> Any:
    clients = Clients(f"http://127.0.0.1:{server.server_port}")
    return clients.call("sts", "us-east-1", "get_caller_identity", {})


def test_throttled_call_is_tried_again(busy: Busy) -> None:
    busy.refusals = ATTEMPTS - 1
    assert _ask(busy) == {"Account": "1"}
    assert busy.calls == ATTEMPTS


def test_call_throttled_for_good_is_one_line_with_awss_words(busy: Busy) -> None:
    busy.refusals = 100
    with pytest.raises(ProviderError, match=r"^sts:GetCallerIdentity in us-east-1: Throttling: Rate exceeded$"):
        _ask(busy)
    assert busy.calls == ATTEMPTS


def test_what_is_sent_has_as_long_as_an_answer(busy: Busy, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive of 40 MB took a busy emulator more than the two seconds that a connection had."""
    had: list[float] = []
    send = HTTPConnection.send

    def watched(self: HTTPConnection, data: bytes) -> None:
        send(self, data)
        had.append(self.sock.gettimeout() or 0)

    monkeypatch.setattr(HTTPConnection, "send", watched)
    _ask(busy)
    assert had
    assert min(had) >= ANSWER_SECONDS


@pytest.mark.parametrize(
    "answer",
    [(200, b"[]"), (200, b"null"), (200, b"\x80\xff"), (404, b"not found"), (302, b"")],
    ids=["a list", "null", "bytes", "no such page", "elsewhere"],
)
def test_what_is_not_awss_answer_is_one_line_and_nobodys_word_that_a_thing_is_gone(
    busy: Busy, answer: tuple[int, bytes]
) -> None:
    busy.answer = answer
    with pytest.raises(AwsError, match=r"^logs:DescribeLogGroups in us-east-1: .*AWS") as told:
        Clients(f"http://127.0.0.1:{busy.server_port}").call("logs", "us-east-1", "describe_log_groups", {})
    assert told.value.outcome_unknown
    assert not told.value.says_gone()


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"], ids=["here", "elsewhere"])
def test_nobodys_credentials_are_used_wherever_the_endpoint_is(
    busy: Busy, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_ENDPOINT_URL_STS"):
        monkeypatch.setenv(name, "mine")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    Clients(f"http://{host}:{busy.server_port}").call("sts", "us-east-1", "get_caller_identity", {})
    assert [each.split("/")[0] for each in busy.signed] == ["AWS4-HMAC-SHA256 Credential=test"]


def test_models_are_botocores_own() -> None:
    assert [path for path in shapes.LOADER.search_paths if "site-packages" not in path] == []


def test_an_account_that_does_not_know_the_sandboxs_key_is_told_how_it_is_reached(busy: Busy) -> None:
    unknown = (
        b"<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>invalid</Message></Error></ErrorResponse>"
    )
    busy.answer = (403, unknown)
    with pytest.raises(AwsError, match=r"no credentials of yours; an account is reached with --engine pulumi$"):
        _ask(busy)


@pytest.mark.parametrize(
    ("endpoint", "loopback"),
    [
        ("http://127.0.0.1:5000", True),
        ("http://localhost:5000", True),
        ("http://[::1]:5000", True),
        ("https://sts.us-east-1.amazonaws.com", False),
        ("http://10.0.0.1", False),
    ],
)
def test_only_this_machine_is_the_emulators(endpoint: str, loopback: bool) -> None:
    assert is_loopback(endpoint) == loopback
