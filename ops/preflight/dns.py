"""Which name servers the public DNS has for a domain: one question by UDP (RFC 1035, sections 4.1 and 4.2.1)."""

import secrets
import socket
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

NS = 2
IN = 1
RECURSE = 0x0100
_POINTER = 0xC0
TIMEOUT_SECONDS = 3


def name_servers(domain: str, resolver: tuple[str, int] | None = None) -> Sequence[str]:
    """Return the name servers of *domain*, without final dots; none where it has none.

    *resolver* is asked, or the machine's own.

    Raises:
        OSError: nobody answers.
        ValueError: the answer can't be read.
    """
    number = secrets.randbelow(1 << 16)
    question = struct.pack(">6H", number, RECURSE, 1, 0, 0, 0) + _encoded(domain) + struct.pack(">2H", NS, IN)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.settimeout(TIMEOUT_SECONDS)
        asking.sendto(question, resolver or _own())
        answer = asking.recv(4096)
    try:
        return sorted(_answers(answer, number))
    except (IndexError, struct.error, UnicodeDecodeError):
        raise ValueError("the resolver's answer can't be read") from None


def _own() -> tuple[str, int]:
    lines = Path("/etc/resolv.conf").read_text(encoding="utf-8").splitlines()
    servers = [line.split()[1] for line in lines if line.startswith("nameserver ") and ":" not in line]
    if not servers:
        raise OSError("the machine has no resolver")
    return servers[0], 53


def _encoded(domain: str) -> bytes:
    labels = [label.encode("idna") for label in domain.rstrip(".").split(".")]
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


def _answers(message: bytes, number: int) -> Iterator[str]:
    given, _flags, questions, answers = struct.unpack_from(">4H", message)
    if given != number:
        raise ValueError("an answer to another question")
    at = 12
    for _ in range(questions):
        at = _decoded(message, at)[1] + 4
    for _ in range(answers):
        at = _decoded(message, at)[1]
        kind, _class, _seconds, length = struct.unpack_from(">2HIH", message, at)
        at += 10
        if kind == NS:
            yield _decoded(message, at)[0].lower()
        at += length


def _decoded(message: bytes, at: int) -> tuple[str, int]:
    """Return the name at *at* and where it ends. A pointer goes back only, so that none goes in a circle."""
    labels: list[str] = []
    end, least = 0, at
    while length := message[at]:
        if length >= _POINTER:
            end = end or at + 2
            at = struct.unpack_from(">H", message, at)[0] & 0x3FFF
            if at >= least:
                raise ValueError("a name that goes in a circle")
            least = at
        else:
            labels.append(message[at + 1 : at + 1 + length].decode("ascii"))
            at += 1 + length
    return ".".join(labels), end or at + 1
