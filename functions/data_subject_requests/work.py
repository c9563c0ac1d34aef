"""What the workflow has done about a request, state by state (`components/governance/request_workflow.py`).

Each state is asked with the request's id and finds in the book what there is to do, so that whatever stopped it, and
wherever, it goes on from there when it is asked again. What the workflow keeps and logs names no person.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from functions.data_subject_requests import asked as asking
from functions.data_subject_requests import clocks, life
from functions.data_subject_requests.acts import Naming, Store
from functions.data_subject_requests.book import Book, choice_item
from functions.data_subject_requests.errors import MalformedError, OutOfOrderError, StillThereError
from functions.data_subject_requests.kinds import Act
from functions.data_subject_requests.plan import Hold, Mode, plan, stored
from functions.data_subject_requests.request import Request, Status

Answer = dict[str, Any]
_FAULT: Final = re.compile(r"[A-Za-z.]{1,80}")
"""Names of errors, of functions and of Step Functions itself."""


@dataclass(frozen=True)
class Work:
    """The states of the workflow, over *stores* that it acts on and those that it only searches."""

    book: Book
    stores: Mapping[str, Store]
    named: Mapping[str, Naming]
    notify: Callable[[Mapping[str, Any]], None]
    count: Callable[[str, int], None]
    """Told of a metric's name and value."""
    choose: Callable[[str, Sequence[str]], None]
    """Told of a request's kind and people before it ends: some are decisions, which whoever reads data heeds."""

    def do(self, event: Mapping[str, Any]) -> Answer:
        """Do what *event* names by `do`.

        Raises:
            RequestError: it can't be done, in one line.
        """
        known: Mapping[str, Callable[[Mapping[str, Any]], Answer]] = {
            "act": self._act,
            "conclude": self._conclude,
            "plan": self._plan,
            "search": self._search,
            "stop": self._stop,
            "watch": self._watch,
        }
        name = event.get("do")
        if not isinstance(name, str) or name not in known:
            raise MalformedError(f"do: one of {', '.join(known)}")
        return known[name](event)

    def _watch(self, _event: Mapping[str, Any]) -> Answer:
        """Return the requests that something can be done about, and count those whose time runs out."""
        found, now = [*self.book.open()], self.book.now()
        late = [
            each
            for each in found
            if clocks.is_late(datetime.fromisoformat(each.received_at), datetime.fromisoformat(each.due_at), now)
        ]
        self.count("RequestsOpen", len(found))
        self.count("RequestsLate", len(late))
        self.count("RequestsOverdue", sum(now >= datetime.fromisoformat(each.due_at) for each in late))
        return {"requests": [each.id for each in found if each.proven]}

    def _plan(self, event: Mapping[str, Any]) -> Answer:
        """Return in which stores something is done, in order, and whether there is anything at all."""
        request = self._request(event)
        if request.status is not Status.OPEN:
            return {"stores": []}
        if not request.planned:
            told = {each["store"] for each in request.corrections}
            runs = {
                (name, act)
                for name, store in self.stores.items()
                for act in store.acts
                if act is not Act.RECTIFY or name in told
            }
            steps = plan(request.of, stored(event["stores"]), runs, self._holds(request))
            kept = {each.store: each.mode.value for each in steps}
            request = self.book.keep(life.planned(request, steps), "planned", {"stores": kept})
        return {"stores": [each.store for each in request.left if each.mode is not Mode.PERSON]}

    def _act(self, event: Mapping[str, Any]) -> Answer:
        """Do the step in `store`, unless it is done, is held by now, or waits for a person's."""
        request, name = self._request(event), event["store"]
        if request.status is Status.OPEN and request.of.act is Act.ERASE:
            without = life.kept(request, self._holds(request))
            if without != request:
                told = [each.store for each in without.steps if each not in request.steps]
                request = self.book.keep(without, "held", {"stores": told})
        if name not in [each.store for each in request.ready]:
            return {"done": False}
        step = request.step(name)
        outcome = "done with it" if step.mode is Mode.WITH else self._done(request, self.stores[name])
        self.book.keep(life.stepped(request, name, outcome), "acted", {"store": name, "outcome": outcome})
        return {"done": True}

    def _done(self, request: Request, store: Store) -> str:
        if request.of.act is Act.ERASE and store.erase:
            return store.erase(request.subjects)
        if request.of.act is Act.RESTRICT and store.restrict:
            return store.restrict(request.subjects, lifts=request.of.lifts)
        if request.of.act is Act.RECTIFY and store.rectify:
            return store.rectify(request.subjects, request.corrections)
        if request.of.act is Act.EXPORT and store.export:
            return f"{sum(1 for _ in store.export(request.subjects))} pieces to hand out"
        raise OutOfOrderError("the step was planned when more could be done in that store than now")

    def _search(self, event: Mapping[str, Any]) -> Answer:
        """Search for what was erased, and for what the catalogue doesn't know of.

        Raises:
            StillThereError: something can still be read; its step is to be done again.
        """
        request = self._request(event)
        if request.status is not Status.OPEN or request.left or request.found is not None:
            return {"searched": request.found is not None}
        if request.of.act is not Act.ERASE:
            self.book.keep(life.searched(request, {}), "searched", {})
            return {"searched": True}
        for step in request.steps:
            counted = self.stores[step.store].left if step.mode is Mode.WORKFLOW else None
            if counted and (left := counted(request.subjects)):
                self.book.keep(life.undone(request, step.store), "still there", {"store": step.store, "pieces": left})
                raise StillThereError(f"{step.store}: {left} pieces can still be read after the erasure")
        return self._unknown(request, event["stores"])

    def _unknown(self, request: Request, given: Sequence[Mapping[str, Any]]) -> Answer:
        """Hold what names the person, store by store, to what the catalogue says may."""
        holds = {each["name"]: bool(each["holds"]) for each in given}
        seen = {step.store for step in request.steps}
        found: dict[str, int] = {}
        denied: dict[str, int] = {}
        for name, naming in self.named.items():
            times = naming(request.subjects)
            found[name] = times
            if times and not holds.get(name) and name not in seen:
                denied[name] = times
        self.count("RequestsDeniedByCatalogue", len(denied))
        if denied:
            for name, times in denied.items():
                why = f"the catalogue says that nothing of anybody is here, and a search found the person {times} times"
                request = life.missed(request, name, why)
            self.book.keep(request, "catalogue denied", {"stores": denied})
            return {"searched": False}
        self.book.keep(life.searched(request, found), "searched", {"found": found})
        return {"searched": True}

    def _conclude(self, event: Mapping[str, Any]) -> Answer:
        """Tell recipients and end the request, if nothing is left to do."""
        request = self._request(event)
        waits = request.of.act is Act.EXPORT and not request.handed_at
        if request.status is not Status.OPEN or request.left or request.found is None or waits:
            return {"status": request.status.value, "left": [each.store for each in request.left]}
        if request.of.notifies and not request.told:
            recipients = self._recipients(request, event["stores"])
            for recipient in recipients:
                message = {"request": request.id, "kind": request.kind, "subjects": [*request.subjects]}
                self.notify({**message, "recipient": recipient})
            request = self.book.keep(life.notified(request, recipients), "notified", {"recipients": recipients})
        self.choose(request.kind, request.subjects)
        chosen = [] if request.of.act else [choice_item(each, request.kind, request.id) for each in request.subjects]
        ended = self.book.keep(life.concluded(request, self.book.now()), "concluded", {}, chosen)
        return {"status": ended.status.value, "left": []}

    def _recipients(self, request: Request, given: Sequence[Mapping[str, Any]]) -> list[str]:
        """Return whom data go to of the stores that something was done in; for a choice, of all."""
        acted = {each.store for each in request.steps if each.mode is not Mode.TOLD}
        stores = stored(given).values()
        return sorted({who for each in stores if not request.of.act or each.name in acted for who in each.recipients})

    def _stop(self, event: Mapping[str, Any]) -> Answer:
        """Enter that a state failed for good; the next run goes on from there."""
        request = self._request(event)
        fault = str(event.get("fault", ""))
        self.book.enter(request.id, "stopped", {"fault": fault if _FAULT.fullmatch(fault) else "unknown"})
        self.count("RequestsStopped", 1)
        return {"status": request.status.value}

    def _request(self, event: Mapping[str, Any]) -> Request:
        return self.book.request(asking.name("request", event.get("request")))

    def _holds(self, request: Request) -> Sequence[Hold]:
        today = self.book.now().date().isoformat()
        return [
            Hold(why=each["why"][request.of.law], stores=frozenset(each["stores"]))
            for each in self.book.holds()
            if (each["subject"] is None or each["subject"] in request.subjects)
            and (each["until"] is None or today <= each["until"])
        ]
