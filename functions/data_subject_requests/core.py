"""The desk: what the operator's people ask about requests. It changes no store; the workflow does (`work.py`).

A request is received before anybody is sure who asks, since its time runs from then (11 CCR 7021(b)); nothing is done
about it until that is shown. Whatever is refused here leaves an entry in the chain.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from functions._shared import chain
from functions.data_subject_requests import asked as asking
from functions.data_subject_requests import export, life
from functions.data_subject_requests.acts import Store
from functions.data_subject_requests.book import Book, hold_item
from functions.data_subject_requests.certificate import certificate
from functions.data_subject_requests.errors import (
    IdReusedError,
    MalformedError,
    NotProvenError,
    RequestError,
)
from functions.data_subject_requests.identity import Identities
from functions.data_subject_requests.kinds import reason
from functions.data_subject_requests.plan import Mode
from functions.data_subject_requests.request import Request, Status

Answer = dict[str, Any]
LAWS: Final = ("gdpr", "ccpa")


@dataclass(frozen=True)
class Desk:
    """What one desk does, on *stores* by their names in the catalogue."""

    book: Book
    identities: Identities
    stores: Mapping[str, Store]

    def do(self, event: Mapping[str, Any]) -> Answer:
        """Do what *event* names by `do`.

        Raises:
            RequestError: it can't be done, in one line; the chain says so, too.
        """
        known: Mapping[str, Callable[[Mapping[str, Any]], Answer]] = {
            "audit": self._audit,
            "choices": self._choices,
            "confirm": self._confirm,
            "extend": self._extend,
            "hand": self._hand,
            "hold": self._hold,
            "receive": self._receive,
            "refuse": self._refuse,
            "release": self._release,
            "tell": lambda event: self._told(self._of(event, "request")),
        }
        name = event.get("do")
        try:
            if not isinstance(name, str) or name not in known:
                raise MalformedError(f"do: one of {', '.join(known)}")
            return known[name](event)
        except RequestError as fault:
            request = event.get("request")
            named = request if isinstance(request, str) and asking.NAME.fullmatch(request) else ""
            self.book.enter(named, "declined", {"fault": type(fault).__name__})
            raise

    def _receive(self, event: Mapping[str, Any]) -> Answer:
        asked, now = asking.asked(event), self.book.now()
        request = self.book.find(asked.request)
        if request is None:
            stores = [self.stores.get(each["store"]) for each in asked.corrections]
            if not all(store and store.rectify for store in stores):
                raise MalformedError("corrections: of a store in which people do that, who are told in another way")
            made = life.received(asked, now)
            request = self.book.keep(made, "received", {"kind": made.kind, "due": made.due_at})
        if request.content != asked.content:
            raise IdReusedError("the id stands for another request; give this one an id of its own")
        if not request.proven and request.status is Status.OPEN:
            try:
                by_agent = self.identities.by_agent(
                    asked.request, asked.kind, asked.subjects, asked.proofs, now.timestamp()
                )
            except NotProvenError as fault:
                self.book.enter(request.id, "not proven", {"why": str(fault)})
                return self._told(request) | {"needs": str(fault)}
            request = self.book.keep(life.proven(request, by_agent=by_agent), "proven", {"by_agent": by_agent})
        return self._told(request)

    def _extend(self, event: Mapping[str, Any]) -> Answer:
        request = life.extended(self._of(event, "request", "reason"), event.get("reason"), self.book.now())
        return self._told(self.book.keep(request, "extended", {"why": request.extended, "due": request.due_at}))

    def _refuse(self, event: Mapping[str, Any]) -> Answer:
        request = life.refused(self._of(event, "request", "reason"), event.get("reason"), self.book.now())
        return self._told(self.book.keep(request, "refused", {"why": request.refused}))

    def _confirm(self, event: Mapping[str, Any]) -> Answer:
        store = asking.name("store", event.get("store"))
        request = life.confirmed(self._of(event, "request", "store"), store)
        return self._told(self.book.keep(request, "confirmed", {"store": store}))

    def _hand(self, event: Mapping[str, Any]) -> Answer:
        """Return the export of a request, as JSON or CSV; nothing keeps it."""
        request, now = self._of(event, "request", "format"), self.book.now()
        form = export.form(event.get("format", "json"))
        done = life.handed(request, now)
        held = {
            each.store: [*read(request.subjects)]
            for each in request.steps
            if each.mode is Mode.WORKFLOW and (read := self.stores[each.store].export)
        }
        content = form(export.document(request, held, now))
        digest = hashlib.sha256(content.encode()).hexdigest()
        self.book.keep(done, "handed", {"sha256": digest})
        return {"content": content, "sha256": digest}

    def _hold(self, event: Mapping[str, Any]) -> Answer:
        asking.only(event, "do", "hold", "reason", "subject", "stores", "until")
        hold, stores, subject = asking.name("hold", event.get("hold")), event.get("stores", []), event.get("subject")
        if not isinstance(stores, list) or not all(isinstance(each, str) for each in stores):
            raise MalformedError("stores: names of stores, or none for all")
        try:
            until = date.fromisoformat(event["until"]).isoformat() if event.get("until") else None
        except (TypeError, ValueError):
            raise MalformedError("until: a day, as 2027-01-31") from None
        body = {
            "why": {law: reason("holds", event.get("reason"), law) for law in LAWS},
            "subject": None if subject is None else asking.name("subject", subject),
            "stores": [asking.name("stores", each) for each in stores],
            "until": until,
        }
        put = {"Put": {"TableName": self.book.requests.name, "Item": hold_item(hold, body)}}
        self.book.enter("", "hold", {"hold": hold, "stores": stores, "until": until}, [put])
        return {"hold": hold}

    def _release(self, event: Mapping[str, Any]) -> Answer:
        asking.only(event, "do", "hold")
        hold = asking.name("hold", event.get("hold"))
        key = {name: value for name, value in hold_item(hold, {}).items() if name in ("pk", "sk")}
        self.book.enter("", "release", {"hold": hold}, [{"Delete": {"TableName": self.book.requests.name, "Key": key}}])
        return {"hold": hold}

    def _choices(self, event: Mapping[str, Any]) -> Answer:
        asking.only(event, "do", "subject")
        subject = asking.name("subject", event.get("subject"))
        return {"choices": [item["sk"]["S"] for item in self.book.requests.query(f"choice#{subject}", " ", "~")]}

    def _audit(self, event: Mapping[str, Any]) -> Answer:
        asking.only(event, "do")
        entries = [*self.book.entries()]
        return {"entries": len(entries), "faults": chain.faults(entries), "last": entries[-1][1] if entries else ""}

    def _of(self, event: Mapping[str, Any], *names: str) -> Request:
        asking.only(event, "do", *names)
        return self.book.request(asking.name("request", event.get("request")))

    def _told(self, request: Request) -> Answer:
        told = {
            "request": request.id,
            "kind": request.kind,
            "status": request.status.value,
            "proven": request.proven,
            "received_at": request.received_at,
            "due_at": request.due_at,
            "extended": request.extended,
            "refused": request.refused,
            "steps": [asdict(each) for each in request.steps],
            "left": [each.store for each in request.left],
        }
        if request.refused:
            told["complaint"] = COMPLAINT[request.of.law]
        if request.status is Status.DONE:
            told["certificate"] = certificate(request)
        return told


COMPLAINT: Final = {
    "gdpr": "You may complain to a supervisory authority and go to court (GDPR Art. 12(4), 77, 79).",
    "ccpa": "You may complain to the California Privacy Protection Agency (Civ. Code 1798.199.45).",
}
"""What goes with a refusal."""
