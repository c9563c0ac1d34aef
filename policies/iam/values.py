"""Values of condition keys other than strings: numbers, dates, addresses.

IAM User Guide, "IAM JSON policy elements: Condition operators". What can't be read as the operator asks is None, which
matches nothing.
"""

from datetime import UTC, datetime
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


@cache
def number(text: str) -> float | None:
    """Return the number that *text* writes."""
    try:
        return float(text)
    except ValueError:
        return None


@cache
def moment(text: str) -> float | None:
    """Return the seconds since 1970 that *text* writes: as such, or as a date of ISO 8601, UTC where it doesn't say."""
    seconds = number(text)
    if seconds is not None:
        return seconds
    try:
        found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


@cache
def address(text: str) -> Address | None:
    """Return the address that *text* writes."""
    try:
        return ip_address(text)
    except ValueError:
        return None


@cache
def network(text: str) -> Network | None:
    """Return the range of addresses that *text* writes, a single one as a range of one."""
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None
