"""Where requests are kept, and the chain of what became of them: one table, written together or not.

| item | pk | sk |
| --- | --- | --- |
| a request | `request` | its id |
| that something of it is left to see to | `open` | its id |
| that somebody approved somebody | `approval` | `<approver>#<requester>` |
| an entry of the chain | `chain` | its number |
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from functions.data_subject_requests.entries import NEW, Entries, OvertakenError
from functions.elevation.errors import BusyError, NotAllowedError, UnknownRequestError
from functions.elevation.request import Request, read, text
from functions.event_store.table import Table
from functions.event_store.wire import Item

SAME: Final = "version = :former"
APART: Final = "attribute_not_exists(pk) OR ends_at <= :now"


@dataclass(frozen=True)
class Book:
    """The table, its chain, and the time."""

    table: Table
    entries: Entries
    now: Callable[[], datetime]

    def find(self, request: str) -> Request | None:
        """Return the request of that id, or None."""
        item = self.table.get(_key("request", request))
        return read(item["body"]["S"]) if item else None

    def request(self, request: str) -> Request:
        """Return the request of that id; raises UnknownRequestError."""
        if found := self.find(request):
            return found
        raise UnknownRequestError("no request has that id")

    def open(self) -> Iterator[Request]:
        """Yield the requests of which something is left to see to."""
        for item in self.table.query("open", " ", "~"):
            yield self.request(item["sk"]["S"])

    def close(self, request: Request) -> None:
        """Forget that something was left to see to of *request*, which is settled for good."""
        self.table.transact([self._marker(request, settled=True)])

    def keep(self, request: Request, act: str, detail: Mapping[str, Any]) -> Request:
        """Keep *request* and an entry that says so; return it as it is kept.

        Raises:
            BusyError: somebody else changed it meanwhile.
        """
        return self._keep(request, act, detail, ())

    def keep_approved(self, request: Request, approver: str) -> Request:
        """Keep *request* with the approval of *approver*, unless what they have under way comes from who asked: nobody
        is let by whom they have let. Two people are kept from it even at once; of a longer circle who comes last is.

        Raises:
            NotAllowedError: it does.
            BusyError: as of `keep`.
        """
        if approver in self._let_by(request.by):
            raise NotAllowedError("who asked has let that person, or who let them, and it is under way")
        latest = datetime.fromisoformat(request.expires_at) + timedelta(minutes=request.minutes)
        ends = request.ends_at or latest.isoformat(timespec="milliseconds")
        given: Item = {**_key("approval", f"{approver}#{request.by}"), "ends_at": {"S": ends}}
        apart = {
            "TableName": self.table.name,
            "Key": _key("approval", f"{request.by}#{approver}"),
            "ConditionExpression": APART,
            "ExpressionAttributeValues": {":now": {"S": self.now().isoformat(timespec="milliseconds")}},
        }
        also = ({"ConditionCheck": apart}, {"Put": {"TableName": self.table.name, "Item": given}})
        detail = {"by": approver, "status": request.status, "ends_at": request.ends_at}
        return self._keep(request, "approved", detail, also)

    def enter(self, request: Request, act: str, detail: Mapping[str, Any]) -> None:
        """Add an entry about *request*, provided that it is as it was read; raises BusyError."""
        same = {
            "TableName": self.table.name,
            "Key": _key("request", request.id),
            "ConditionExpression": SAME,
            "ExpressionAttributeValues": {":former": {"N": str(request.version)}},
        }
        self._enter(request, act, detail, [{"ConditionCheck": same}])

    def _let_by(self, giver: str) -> set[str]:
        """Return whose access under way comes from *giver*, or from somebody whose own does."""
        found, now = set[str](), self.now().isoformat(timespec="milliseconds")
        waiting = [giver]
        while waiting:
            who = waiting.pop()
            for item in self.table.query("approval", f"{who}#", f"{who}#~"):
                to = item["sk"]["S"].partition("#")[2]
                if item["ends_at"]["S"] > now and to not in found:
                    found.add(to)
                    waiting.append(to)
        return found

    def _keep(self, request: Request, act: str, detail: Mapping[str, Any], also: tuple[dict[str, Any], ...]) -> Request:
        kept = replace(request, version=request.version + 1)
        item: Item = {
            **_key("request", kept.id),
            "version": {"N": str(kept.version)},
            "body": {"S": text(kept)},
        }
        put = self.table.put(item, SAME if request.version else NEW)
        if request.version:
            put["Put"]["ExpressionAttributeValues"] = {":former": {"N": str(request.version)}}
        marker = self._marker(kept, settled=kept.settled(self.now()))
        self._enter(kept, act, detail, [put, *also, marker])
        return kept

    def _enter(self, request: Request, act: str, detail: Mapping[str, Any], actions: list[dict[str, Any]]) -> None:
        try:
            self.entries.enter(request.id, act, detail, actions)
        except OvertakenError as fault:
            if fault.failed and 0 not in fault.failed:
                raise NotAllowedError("who asked has approved what that person asked, and it is under way") from None
            raise BusyError("it was changed meanwhile; ask again") from None

    def _marker(self, request: Request, *, settled: bool) -> dict[str, Any]:
        key = _key("open", request.id)
        if settled:
            return {"Delete": {"TableName": self.table.name, "Key": key}}
        return {"Put": {"TableName": self.table.name, "Item": key}}


def _key(pk: str, sk: str) -> Item:
    return {"pk": {"S": pk}, "sk": {"S": sk}}
