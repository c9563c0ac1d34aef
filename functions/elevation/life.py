"""A request's life, without anything of where it is kept: what may follow on what, and who may have it follow.

Each change makes another request; what can't follow is refused. Two people are two if the directory names them
differently, whichever permission sets they come by.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from functions.elevation.caller import Person
from functions.elevation.errors import NotAllowedError, OutOfOrderError
from functions.elevation.request import Request, Status
from functions.elevation.tier import BREAK_GLASS, Tier

WAITING: Final = timedelta(hours=4)
"""How long a request can be approved: half a working day, after which the reason may be another."""
OPEN: Final = frozenset({Status.REQUESTED, Status.ACTIVE})


def asked(person: Person, tier: Tier, request: str, reason: str, ticket: str, minutes: int, now: datetime) -> Request:
    """Return what *person* asks for now."""
    if person.group not in tier.requesters:
        raise NotAllowedError(f"people of {' and '.join(tier.requesters)} ask for {tier.name}")
    return Request(
        id=request,
        by=person.name,
        tier=tier.name,
        reason=reason,
        ticket=ticket,
        minutes=minutes,
        requested_at=_told(now),
        expires_at=_told(now + WAITING),
    )


def broken(request: str, reviews: int, now: datetime) -> Request:
    """Return what stands for the glass that was broken now, whose review is due in *reviews* days."""
    return Request(
        id=request,
        by="",
        tier=BREAK_GLASS,
        reason="the break-glass role was assumed",
        ticket="",
        minutes=0,
        requested_at=_told(now),
        expires_at=_told(now),
        status=Status.ENDED,
        closed_at=_told(now),
        review_due_at=_told(now + timedelta(days=reviews)),
    )


def at(request: Request, tier: Tier | None, now: datetime) -> Request:
    """Return what time has made of *request*; *tier* is its own, if it is still there."""
    if request.status is Status.REQUESTED and now >= datetime.fromisoformat(request.expires_at):
        return replace(request, status=Status.EXPIRED, closed_at=request.expires_at)
    if request.status is Status.ACTIVE and now >= (end := datetime.fromisoformat(request.ends_at)):
        return _over(replace(request, status=Status.ENDED), tier, end)
    return request


def approved(request: Request, tier: Tier, person: Person, now: datetime) -> Request:
    """Return *request* with *person*'s approval, which begins the session if it is the last that it takes."""
    _decides(request, tier, person)
    if request.status is not Status.REQUESTED:
        raise OutOfOrderError(f"the request is {request.status}")
    if person.name in request.approvals:
        raise OutOfOrderError("that person has approved it; it takes another")
    given = replace(request, approvals=(*request.approvals, person.name))
    if len(given.approvals) < tier.approvals:
        return given
    end = now + timedelta(minutes=request.minutes)
    return replace(given, status=Status.ACTIVE, began_at=_told(now), ends_at=_told(end))


def refused(request: Request, tier: Tier, person: Person, now: datetime) -> Request:
    """Return *request* refused by *person*, before a session came of it."""
    _decides(request, tier, person)
    if request.status is not Status.REQUESTED:
        raise OutOfOrderError(f"the request is {request.status}")
    return replace(request, status=Status.REFUSED, closed_by=person.name, closed_at=_told(now))


def revoked(request: Request, tier: Tier, person: Person, now: datetime) -> Request:
    """Return *request* taken back: by who asked, or by somebody who could have refused it."""
    if person.name != request.by and person.group not in tier.approvers:
        raise NotAllowedError("who asked, or who approves, takes a request back")
    if request.status not in OPEN:
        raise OutOfOrderError(f"the request is {request.status}")
    taken = replace(request, status=Status.REVOKED, closed_by=person.name)
    if request.status is Status.ACTIVE:
        return _over(taken, tier, now)
    return replace(taken, closed_at=_told(now))


def reviewed(request: Request, approvers: tuple[str, ...], person: Person) -> Request:
    """Return *request*, at which *person* has looked."""
    if person.group not in approvers:
        raise NotAllowedError(f"people of {' and '.join(approvers)} review")
    if person.name == request.by:
        raise NotAllowedError("nobody reviews what they did themselves")
    if not request.owes_review:
        raise OutOfOrderError("no review of it is owed")
    return replace(request, reviewed_by=person.name)


def _decides(request: Request, tier: Tier, person: Person) -> None:
    if person.group not in tier.approvers:
        raise NotAllowedError(f"people of {' and '.join(tier.approvers)} decide on {tier.name}")
    if person.name == request.by:
        raise NotAllowedError("nobody decides on what they ask for themselves")


def _over(request: Request, tier: Tier | None, when: datetime) -> Request:
    due = when + timedelta(days=tier.review_days) if tier and tier.review_days else None
    return replace(request, closed_at=_told(when), review_due_at=_told(due) if due else "")


def _told(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
