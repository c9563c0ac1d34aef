"""Where requests, holds and choices are kept, and the chain of what was done: two tables, written together or not.

| table | item | pk | sk |
| --- | --- | --- | --- |
| requests | a request | `request#<id>` | `request` |
| requests | that it is open | `open` | its id |
| requests | a hold | `holds` | its id |
| requests | what somebody chose | `choice#<subject>` | the kind |
| audit | an entry of the chain | `chain` | its number |
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from functions._shared.chain import Entry
from functions.data_subject_requests.entries import NEW, Entries, OvertakenError
from functions.data_subject_requests.errors import BusyError, UnknownRequestError
from functions.data_subject_requests.request import Request, Status, read, text
from functions.event_store.table import Table
from functions.event_store.wire import Item


@dataclass(frozen=True)
class Book:
    """The tables, at *now*; *told* hears of each entry that was made."""

    requests: Table
    audit: Table
    now: Callable[[], datetime]
    told: Callable[[Entry], None]

    def request(self, request: str) -> Request:
        """Return the request of that id.

        Raises:
            UnknownRequestError: there is none.
        """
        if found := self._find(request):
            return found
        raise UnknownRequestError("no request has that id")

    def find(self, request: str) -> Request | None:
        """Return the request of that id, or None."""
        return self._find(request)

    def keep(self, request: Request, act: str, detail: Mapping[str, Any], also: Sequence[Item] = ()) -> Request:
        """Keep *request*, *also* other items of its table, and an entry that says so; return it as it is kept.

        Raises:
            BusyError: somebody else changed the request meanwhile.
        """
        kept = replace(request, version=request.version + 1)
        actions = [self._put(kept), *({"Put": {"TableName": self.requests.name, "Item": each}} for each in also)]
        marker: Item = {"pk": {"S": "open"}, "sk": {"S": request.id}}
        if request.status is Status.OPEN:
            actions.append({"Put": {"TableName": self.requests.name, "Item": marker}})
        else:
            actions.append({"Delete": {"TableName": self.requests.name, "Key": marker}})
        self.enter(request.id, act, detail, actions)
        return kept

    def enter(self, request: str, act: str, detail: Mapping[str, Any], actions: Sequence[dict[str, Any]] = ()) -> Entry:
        """Add an entry to the chain, with *actions* of a transaction or not at all.

        Raises:
            BusyError: a condition of *actions* didn't hold, or others kept coming first.
        """
        try:
            return self._entries.enter(request, act, detail, actions)
        except OvertakenError as fault:
            who = "the request was changed meanwhile" if fault.failed else "others kept writing the chain"
            raise BusyError(f"{who}; ask again") from None

    def open(self) -> Iterator[Request]:
        """Yield the requests that haven't ended."""
        for item in self.requests.query("open", " ", "~"):
            yield self.request(item["sk"]["S"])

    def entries(self) -> Iterator[tuple[Entry, str]]:
        """Yield the chain from its beginning, each entry with its digest as it was kept."""
        yield from self._entries.all()

    def holds(self) -> Iterator[Mapping[str, Any]]:
        """Yield what is held: `subject`, `stores`, `ground`, `until`, each as it was told."""
        for item in self.requests.query("holds", " ", "~"):
            yield json.loads(item["body"]["S"])

    def _find(self, request: str) -> Request | None:
        item = self.requests.get({"pk": {"S": f"request#{request}"}, "sk": {"S": "request"}})
        return read(item["body"]["S"]) if item else None

    @property
    def _entries(self) -> Entries:
        return Entries(self.audit, self.now, self.told)

    def _put(self, kept: Request) -> dict[str, Any]:
        item: Item = {
            "pk": {"S": f"request#{kept.id}"},
            "sk": {"S": "request"},
            "version": {"N": str(kept.version)},
            "body": {"S": text(kept)},
        }
        if kept.version == 1:
            return self.requests.put(item, NEW)
        action = self.requests.put(item, "version = :former")
        action["Put"]["ExpressionAttributeValues"] = {":former": {"N": str(kept.version - 1)}}
        return action


def hold_item(hold: str, body: Mapping[str, Any]) -> Item:
    """Return the item of a hold called *hold*."""
    return {"pk": {"S": "holds"}, "sk": {"S": hold}, "body": {"S": json.dumps(body, sort_keys=True)}}


def choice_item(subject: str, kind: str, request: str) -> Item:
    """Return the item by which consumers of data learn what *subject* chose."""
    return {"pk": {"S": f"choice#{subject}"}, "sk": {"S": kind}, "request": {"S": request}}
