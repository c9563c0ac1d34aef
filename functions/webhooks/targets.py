"""Where an endpoint is: its URL, read strictly, so that no two readers see two hosts in it.

A host is a name; an address, however it is written, is none. Whether a number is an address is the WHATWG's question
("URL Standard", "ends in a number checker"): clients and resolvers take `0x7f.1` and `2130706433` for 127.0.0.1.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from functions.webhooks.errors import UnfitTargetError

MAX_URL: Final = 2048
PORT: Final = 443
WRITTEN: Final = re.compile(
    r"https://[A-Za-z0-9.-]+(:443)?(/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?(\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?"
)
"""Characters of RFC 3986 without user, fragment and IPv6: whatever else parsers read in different ways isn't there."""
LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
NOT_PUBLIC: Final = frozenset(
    {
        *(
            "alt",
            "arpa",
            "corp",
            "example",
            "home",
            "internal",
            "invalid",
            "lan",
            "local",
            "localdomain",
            "localhost",
            "mail",
        ),
        *("onion", "private", "test"),
    }
)
"""Last labels that the public DNS doesn't answer, or for machines alone (IANA, "Special-Use Domain Names"; ICANN's
`internal`; names that collide)."""


@dataclass(frozen=True)
class Target:
    """An endpoint's place."""

    host: str
    """In lower case; an international name as its A-labels."""
    path: str
    """With its query."""


def target(url: str) -> Target:
    """Return where *url* leads.

    Raises:
        UnfitTargetError: it isn't the URL of a public HTTPS endpoint at port 443.
    """
    if len(url) > MAX_URL or not WRITTEN.fullmatch(url):
        raise UnfitTargetError("write https://, a name, and a path in ASCII; no user, port, fragment or address")
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    labels = host.split(".")
    if len(host) > 253 or len(labels) < 2 or not all(LABEL.fullmatch(label) for label in labels):
        raise UnfitTargetError("the host must be a full name of the DNS")
    if NUMBER.fullmatch(labels[-1]):
        raise UnfitTargetError("the host is an address; give it a name")
    if labels[-1] in NOT_PUBLIC:
        raise UnfitTargetError(f"names under {labels[-1]} are not public")
    return Target(host, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
