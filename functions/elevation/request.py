"""What is kept of a request, and how it is written."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum


class Status(StrEnum):
    """Where a request is."""

    REQUESTED = "requested"
    ACTIVE = "active"
    REFUSED = "refused"
    EXPIRED = "expired"
    """Nobody gave what it took in time."""
    REVOKED = "revoked"
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True)
class Request:
    """One request, and the session that came of it. Moments are RFC 3339, in UTC; empty where there was none."""

    id: str
    by: str
    """Who asked, as the directory names people."""
    tier: str
    reason: str
    ticket: str
    minutes: int
    """How long the session lasts from its last approval."""
    requested_at: str
    expires_at: str
    """When it is too late to approve."""
    status: Status = Status.REQUESTED
    approvals: tuple[str, ...] = ()
    """Who agreed, in that order."""
    began_at: str = ""
    ends_at: str = ""
    closed_by: str = ""
    """Who refused or revoked it; empty where time did."""
    closed_at: str = ""
    review_due_at: str = ""
    """Until when somebody else has to have looked at it; empty where nobody has to."""
    reviewed_by: str = ""
    version: int = 0
    """How often it was kept."""

    @property
    def owes_review(self) -> bool:
        """Return whether a review is still owed."""
        return bool(self.review_due_at) and not self.reviewed_by

    def settled(self, now: datetime) -> bool:
        """Return whether nothing of it is left to see to, credentials that were given out among them."""
        if self.status in (Status.REQUESTED, Status.ACTIVE) or self.owes_review:
            return False
        return not self.ends_at or now >= datetime.fromisoformat(self.ends_at)


def text(request: Request) -> str:
    """Return *request* as JSON."""
    return json.dumps(asdict(request), sort_keys=True)


def read(told: str) -> Request:
    """Return the request that `text` wrote."""
    found = json.loads(told)
    return Request(**{**found, "status": Status(found["status"]), "approvals": tuple(found["approvals"])})
