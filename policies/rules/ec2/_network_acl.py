"""What a network ACL lets in: the first of its entries by number that fits decides.

Amazon VPC User Guide, "Network ACL rules".
"""

from collections.abc import Iterable
from functools import partial

from policies.answers import all_hold
from policies.lists import decided, first, some
from policies.model import Props
from policies.read import value
from policies.rules.ec2._open_ports import ADMINISTRATION_PORTS, covers, is_from_anywhere

ALL = frozenset({"-1", "all"})
FAMILIES = ("cidrBlock", "ipv6CidrBlock")


def admitted(entries: Iterable[Props], number: str, action: str) -> str | None:
    """Return what is wrong where *entries* let the internet in to an administration port.

    *number* and *action* are the properties by which an entry says these.

    Raises:
        UnknownValueError: it hangs on a value that is not known yet.
    """

    in_order = sorted(entries, key=lambda entry: value(entry, number, 0))

    def admits(port: int, family: str) -> bool:
        def fits(entry: Props) -> bool:
            return all_hold(lambda: is_from_anywhere(entry, family), lambda: covers(entry, port))

        return decided(in_order, fits, lambda entry: value(entry, action) == "allow")

    port = first(sorted(ADMINISTRATION_PORTS), lambda port: port if some(FAMILIES, partial(admits, port)) else None)
    return f"it lets the internet in to port {port}" if port else None


def is_wide(entry: Props) -> bool:
    """Return whether *entry* is about more than one port."""
    return str(value(entry, "protocol")).lower() in ALL or value(entry, "fromPort") != value(entry, "toPort")
