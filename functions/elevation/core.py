"""The desk: what people ask of it, each by who AWS says they are, and what time asks of it by the minute."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol

from functions._shared import chain
from functions.elevation import asked, life, tier
from functions.elevation.book import Book
from functions.elevation.caller import Person
from functions.elevation.errors import BusyError, MalformedError, NotAllowedError, OutOfOrderError
from functions.elevation.request import Request, Status
from functions.elevation.tier import Tier


class Giving(Protocol):
    """What gives access and takes it; `giving.Keys` is one."""

    def give(self, request: Request, tier: Tier) -> dict[str, str]:
        """Return credentials of a session."""
        ...

    def deny(self, tier: Tier, revoked: Callable[[], Sequence[str]]) -> None:
        """Have the tier's role refuse what *revoked* says."""
        ...

    def denied(self, tier: Tier) -> Sequence[str]:
        """Return what it refuses by now."""
        ...


@dataclass(frozen=True)
class Desk:
    """The book and the keys of all tiers."""

    book: Book
    tiers: Mapping[str, Tier]
    keys: Giving
    glass_review_days: int
    """Days in which somebody has looked at a use of the break-glass role."""

    def do(self, call: Mapping[str, Any], person: Person) -> dict[str, Any]:
        """Do what *call* says for *person*; raises ElevationError."""
        acts = {
            "approve": self._approve,
            "audit": self._audit,
            "credentials": self._credentials,
            "list": self._list,
            "refuse": self._refuse,
            "request": self._request,
            "review": self._review,
            "revoke": self._revoke,
        }
        act = call.get("do")
        if not isinstance(act, str) or act not in acts:
            raise MalformedError(f"do: one of {', '.join(acts)}")
        return acts[act](call, person)

    def sweep(self) -> dict[str, int]:
        """See to what time has changed; return how many sessions are active and how many reviews overdue."""
        counts = {"active": 0, "reviews_overdue": 0}
        now = self.book.now()
        for request in [*self.book.open()]:
            current = self._lapsed(request)
            counts["active"] += current.status is Status.ACTIVE
            counts["reviews_overdue"] += current.owes_review and now >= datetime.fromisoformat(current.review_due_at)
            if current.settled(now):
                self.book.close(current)
        for each in self.tiers.values():
            if set(self.keys.denied(each)) != set(self._revoked_of(each)):
                self._deny(each)
        return counts

    def glass_broken(self, event: str) -> dict[str, Any]:
        """Keep that the glass was broken, as the *event* of that id (a UUID) says, so that a review is owed."""
        request = asked.request_id({"request": event.replace("-", "")[:16]})
        if not self.book.find(request):
            broken = life.broken(request, self.glass_review_days, self.book.now())
            self.book.keep(broken, "glass broken", {"event": event})
        return {"request": request}

    def _request(self, call: Mapping[str, Any], person: Person) -> dict[str, Any]:
        asked.only(call, "request", "tier", "reason", "ticket", "minutes")
        of = tier.of(self.tiers, call.get("tier"))
        wanted = life.asked(
            person,
            of,
            asked.request_id(call),
            asked.reason(call),
            asked.ticket(call),
            asked.minutes(call, of.max_minutes),
            self.book.now(),
        )
        if found := self.book.find(wanted.id):
            if _content(found) != _content(wanted):
                raise OutOfOrderError("request: the id stands for another")
            return _told(self._lapsed(found))
        detail = {"by": person.name, "tier": of.name, "ticket": wanted.ticket, "minutes": wanted.minutes}
        return _told(self.book.keep(wanted, "requested", detail))

    def _approve(self, call: Mapping[str, Any], person: Person) -> dict[str, Any]:
        request, of = self._found(call)
        return _told(self.book.keep_approved(life.approved(request, of, person, self.book.now()), person.name))

    def _refuse(self, call: Mapping[str, Any], person: Person) -> dict[str, Any]:
        request, of = self._found(call)
        refused = life.refused(request, of, person, self.book.now())
        return _told(self.book.keep(refused, "refused", {"by": person.name}))

    def _revoke(self, call: Mapping[str, Any], person: Person) -> dict[str, Any]:
        request, of = self._found(call)
        if request.status is not Status.REVOKED:  # asked again, it is made sure of
            request = self.book.keep(life.revoked(request, of, person, self.book.now()), "revoked", {"by": person.name})
        elif person.name != request.by and person.group not in of.approvers:
            raise NotAllowedError("who asked, or who approves, takes a request back")
        if request.ends_at:
            self._deny(of)
        return _told(request)

    def _credentials(self, call: Mapping[str, Any], person: Person) -> dict[str, Any]:
        request, of = self._found(call)
        if person.name != request.by:
            raise NotAllowedError("a session is of who asked for it")
        if person.group not in of.requesters:
            raise NotAllowedError(f"people of {' and '.join(of.requesters)} have sessions of {of.name}")
        if request.status is not Status.ACTIVE:
            raise OutOfOrderError(f"the request is {request.status}")
        self.book.enter(request, "credentials", {"by": person.name, "ends_at": request.ends_at})
        return {"Version": 1, **self.keys.give(request, of)}

    def _review(self, call: Mapping[str, Any], person: Person) -> dict[str, Any]:
        asked.only(call, "request", "reason")
        request, note = self._lapsed(self.book.request(asked.request_id(call))), asked.reason(call)
        every = tuple(sorted({group for each in self.tiers.values() for group in each.approvers}))
        of = self.tiers.get(request.tier)
        reviewed = life.reviewed(request, of.approvers if of else every, person)
        return _told(self.book.keep(reviewed, "reviewed", {"by": person.name, "note": note}))

    def _list(self, call: Mapping[str, Any], person: Person) -> dict[str, Any]:
        asked.only(call)
        groups = {group for each in self.tiers.values() for group in each.approvers}
        seen = (self._lapsed(each) for each in [*self.book.open()])
        return {"requests": [_told(each) for each in seen if person.group in groups or person.name == each.by]}

    def _audit(self, call: Mapping[str, Any], person: Person) -> dict[str, Any]:
        asked.only(call)
        if not any(person.group in each.approvers for each in self.tiers.values()):
            raise NotAllowedError("people who approve see the chain")
        entries = [*self.book.entries.all()]
        return {"faults": chain.faults(entries), "entries": [asdict(entry) for entry, _ in entries]}

    def _found(self, call: Mapping[str, Any]) -> tuple[Request, Tier]:
        asked.only(call, "request")
        request = self._lapsed(self.book.request(asked.request_id(call)))
        return request, tier.of(self.tiers, request.tier)

    def _lapsed(self, request: Request) -> Request:
        """Return *request* as time has made it, kept so."""
        current = life.at(request, self.tiers.get(request.tier), self.book.now())
        if current is request:
            return request
        try:
            return self.book.keep(current, current.status.value, {})
        except BusyError:  # another saw it first
            return self.book.request(request.id)

    def _deny(self, of: Tier) -> None:
        self.keys.deny(of, lambda: self._revoked_of(of))

    def _revoked_of(self, of: Tier) -> list[str]:
        """Return the sessions of a tier that were revoked and whose credentials may not have run out."""
        now = self.book.now()
        return [
            each.id
            for each in self.book.open()
            if each.tier == of.name and each.status is Status.REVOKED and each.ends_at and _still(each, now)
        ]


def _still(request: Request, now: datetime) -> bool:
    return now < datetime.fromisoformat(request.ends_at)


def _content(request: Request) -> tuple[object, ...]:
    return request.by, request.tier, request.reason, request.ticket, request.minutes


def _told(request: Request) -> dict[str, Any]:
    return {name: value for name, value in asdict(request).items() if name != "version" and value}
