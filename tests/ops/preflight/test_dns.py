"""The one question to the public DNS, asked of a resolver on this machine."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator

import pytest

from ops.preflight import dns

Answer = Callable[[bytes], bytes]


@pytest.fixture
def resolver() -> Iterator[Callable[[Answer], tuple[str, int]]]:
    """Start a resolver that answers one question as it is told."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(10)

        def start(answer: Answer) -> tuple[str, int]:
            def serve() -> None:
                question, client = server.recvfrom(512)
                server.sendto(answer(question), client)

            threading.Thread(target=serve, daemon=True).start()
            return server.getsockname()

        yield start


def answered(question: bytes, *records: tuple[int, bytes], answers: int | None = None) -> bytes:
    head = question[:2] + struct.pack(">5H", 0x8180, 1, len(records) if answers is None else answers, 0, 0)
    tail = b"".join(b"\xc0\x0c" + struct.pack(">2HIH", kind, 1, 300, len(data)) + data for kind, data in records)
    return head + question[12:] + tail


def test_name_servers_are_read_with_their_names_shortened_or_not(resolver: Callable[[Answer], tuple[str, int]]) -> None:
    def answer(question: bytes) -> bytes:
        assert b"\x05groot\x07example\x03com\x00" in question
        whole, shortened = b"\x03NS1\x03aws\x03net\x00", b"\x03ns2\xc0\x12"
        return answered(question, (dns.NS, whole), (5, b"\x01x\x00"), (dns.NS, shortened))

    assert dns.name_servers("groot.example.com.", resolver(answer)) == ["ns1.aws.net", "ns2.example.com"]


def test_a_domain_without_name_servers_has_none(resolver: Callable[[Answer], tuple[str, int]]) -> None:
    assert dns.name_servers("groot.example.com", resolver(answered)) == []


@pytest.mark.parametrize(
    "answer",
    [
        lambda question: b"",
        lambda question: question[:9],
        lambda question: answered(question, answers=3),
        lambda question: b"\x00\x00" + answered(question)[2:] if question[:2] != b"\x00\x00" else b"",
        lambda question: answered(question, (dns.NS, b"\xc0\x30")),
        lambda question: answered(question, (dns.NS, b"\x3fabc")),
    ],
    ids=["nothing", "cut off", "fewer than it says", "another question's", "a circle", "a label too long"],
)
def test_an_answer_that_cannot_be_read_is_refused(
    resolver: Callable[[Answer], tuple[str, int]], answer: Answer
) -> None:
    with pytest.raises(ValueError, match=r"answer|circle"):
        dns.name_servers("groot.example.com", resolver(answer))


def test_a_resolver_that_says_nothing_is_an_error_of_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dns, "TIMEOUT_SECONDS", 0.05)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        with pytest.raises(OSError, match="timed out"):
            dns.name_servers("groot.example.com", silent.getsockname())
