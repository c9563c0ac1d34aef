"""What data is read for, and whether a person may have a say in it: the catalogue's activities, as the stack hands them
over (`governance/for_purposes.py`)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from functions.consent.errors import RefusedError, UnknownError
from functions.consent.standing import State

HEADER: Final = "groot-purpose"
USUAL: Final = "records-of-clients"
"""What records are read for where a request doesn't say: what clients' contracts ask for."""
CONSENT, INTERESTS = "6(1)(a)", "6(1)(f)"
"""Grounds of processing (GDPR Art. 6(1), by letter)."""


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """One of them."""

    name: str
    ground: str
    sells: bool = False
    """Whether data is sold or shared by it (Civ. Code 1798.140(ad), (ah)), of which people opt out."""
    despite_restriction: bool = False
    """Whether it is one of those of GDPR Art. 18(2), which a restriction leaves open."""

    @property
    def asks(self) -> bool:
        """Return whether a decision of the person's bears on it."""
        return self.ground in (CONSENT, INTERESTS) or self.sells

    def why_not(self, state: State) -> str | None:
        """Return why it isn't open with what a person decided, or None if it is."""
        if self.ground == CONSENT and state is not State.GIVEN:
            return {
                State.NONE: "consent was not given",
                State.EXPIRED: "consent has expired",
                State.WITHDRAWN: "consent was withdrawn",
            }[state]
        if state is State.WITHDRAWN and self.asks and not self.despite_restriction:
            return "the person has opted out or objected"
        return None


Purposes = Mapping[str, Purpose]


def read(told: str) -> Purposes:
    """Return the purposes that *told* has, as JSON by name."""
    return {name: Purpose(name=name, **each) for name, each in json.loads(told).items()}


def named(purposes: Purposes, name: str) -> Purpose:
    """Return the purpose called *name*; raises UnknownError."""
    if name not in purposes:
        raise UnknownError("no purpose has that name")
    return purposes[name]


def asked_for(request: Mapping[str, Any], purposes: Purposes) -> Purpose:
    """Return what *request*, a gateway's proxy event, reads data for.

    Raises:
        UnknownError: there is no such purpose.
        RefusedError: the caller's token has no scope `purpose:<name>`; the usual purpose needs none.
    """
    given = [value for name, value in (request.get("headers") or {}).items() if name.lower() == HEADER]
    purpose = named(purposes, given[0] if given else USUAL)
    scopes = request["requestContext"]["authorizer"].get("scope", "").split()
    if given and purpose.name != USUAL and f"purpose:{purpose.name}" not in scopes:
        raise RefusedError("the token does not have the purpose")
    return purpose
